export interface XmlHandler {
  /** @param name without its prefix; `attributes` as they stand in the tag. */
  open(name: string, attributes: string, prefix: string): void;
  text(text: string): void;
  close(name: string): void;
}

/** Neither a tag nor a cell's text is longer; what follows is no spreadsheet. */
const longest = 1024 * 1024;
const nothingSeen = { at: 0, quote: 0 };
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Reads XML as it comes, part by part, and keeps nothing but the piece that is not whole yet. */
export class XmlReader {
  private rest = '';
  /** How far the tag at the beginning of the rest has been looked through, so that no character is looked at twice. */
  private seen = nothingSeen;
  private readonly decoder = new TextDecoder();

  constructor(private readonly handler: XmlHandler) {}

  /** @throws RangeError for a tag or a text without end. */
  write(part: Uint8Array): void {
    const text = this.rest + this.decoder.decode(part, { stream: true });
    let at = 0;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag < 0) break;
      if (tag > at) this.handler.text(unescaped(text.slice(at, tag)));
      const end = this.markup(text, tag);
      at = tag;
      if (end === undefined) break;
      at = end;
    }
    this.rest = text.slice(at);
    if (this.rest.length > longest) throw new RangeError('XML without end');
  }

  /** @returns where it ends; undefined while it does not. */
  private markup(text: string, from: number): number | undefined {
    if (text.startsWith('<!--', from)) return behind(text, '-->', from);
    if (text.startsWith('<![CDATA[', from)) {
      const end = behind(text, ']]>', from);
      if (end !== undefined) this.handler.text(text.slice(from + 9, end - 3));
      return end;
    }
    // Too short to be told from a comment or a CDATA section.
    if (text[from + 1] === '!' && text.length - from < 9) return undefined;
    const end = this.behindTag(text, from);
    if (end !== undefined && text[from + 1] !== '?' && text[from + 1] !== '!')
      this.tag(text.slice(from + 1, end - 1));
    return end;
  }

  /** A > in quotes ends no tag. */
  private behindTag(text: string, from: number): number | undefined {
    let { quote } = this.seen;
    for (let at = from + this.seen.at; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (quote !== 0) quote = code === quote ? 0 : quote;
      else if (code === 0x3e) {
        this.seen = nothingSeen;
        return at + 1;
      } else if (code === 0x22 || code === 0x27) quote = code;
    }
    this.seen = { at: text.length - from, quote };
    return undefined;
  }

  private tag(inner: string): void {
    if (inner.startsWith('/')) {
      this.handler.close(localName(inner.slice(1).trim()));
      return;
    }
    const isEmpty = inner.endsWith('/');
    const whole = isEmpty ? inner.slice(0, -1) : inner;
    const blank = whole.search(/\s/);
    const tagged = blank < 0 ? whole : whole.slice(0, blank);
    const name = localName(tagged);
    this.handler.open(name, blank < 0 ? '' : whole.slice(blank), tagged.slice(0, -name.length - 1));
    if (isEmpty) this.handler.close(name);
  }
}

/** Reads a value out of a tag's attributes. */
export function attribute(name: string): (attributes: string) => string | undefined {
  const pattern = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  return (attributes) => {
    const found = pattern.exec(attributes);
    const value = found?.[1] ?? found?.[2];
    return value === undefined ? undefined : unescaped(value);
  };
}

const val = attribute('val');
/** Whether an element that switches something on by being there does so. */
export const isOn = (attributes: string): boolean => !['0', 'false'].includes(val(attributes) ?? '');

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function behind(text: string, end: string, from: number): number | undefined {
  const at = text.indexOf(end, from);
  return at < 0 ? undefined : at + end.length;
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

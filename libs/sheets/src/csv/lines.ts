import { SheetRefused } from '../refused.js';

export interface Line {
  /** Of the file, from 1. */
  readonly number: number;
  /** With its line end, as it stands in the file. */
  readonly text: string;
  /** Longer than any row may be; the rest was left out. */
  readonly cut: boolean;
}

const longest = 1024 * 1024;
/** What is left out of one line before the file is refused: a line costs its row, but none is read without end. */
const mostDropped = 9 * longest;
const [lf, cr] = [0x0a, 0x0d];
/** Of one line, before it is taken for a line like others. */
const mostBlanks = 256;
const isBlank = (code: number) => code === 0x20 || code === 0x09;

/** The lines of a text that comes in parts, with a look ahead; CRLF, LF and a lonely CR end a line. */
export class Lines {
  private readonly queue: Line[] = [];
  private head = 0;
  /** What has come and is no line yet, from `at` on. */
  private text = '';
  private at = 0;
  /** Where the next LF and CR stand in the text, as far as they were looked for; none up to its end: its length. */
  private nextLf = 0;
  private nextCr = 0;
  private dropping = false;
  /** Characters left out of the line that is being dropped. */
  private dropped = 0;
  private number = 0;
  private ended = false;
  private readonly parts: AsyncIterator<string>;

  constructor(parts: AsyncIterable<string>) {
    this.parts = parts[Symbol.asyncIterator]();
  }

  /** The line that many behind the next, which stays where it is. @throws SheetRefused `too_large` */
  peek(ahead = 0): Line | undefined | Promise<Line | undefined> {
    while (this.queue.length - this.head <= ahead)
      if (!this.cut()) return this.ended ? undefined : this.later(ahead);
    return this.queue[this.head + ahead];
  }

  private async later(ahead: number): Promise<Line | undefined> {
    while (this.queue.length - this.head <= ahead) {
      if (this.cut()) continue;
      if (this.ended) return undefined;
      await this.fill();
    }
    return this.queue[this.head + ahead];
  }

  skip(lines: number): void {
    this.head += lines;
    if (this.head < 4096 && this.head < this.queue.length) return;
    this.queue.splice(0, this.head);
    this.head = 0;
  }

  /** Goes past lines of nothing or blanks, which a file may have millions of. @returns how many they were. */
  skipBlank(): number | Promise<number> {
    const before = this.number;
    if (this.head < this.queue.length || this.dropping) return 0;
    this.passBlank();
    return this.at === this.text.length && !this.ended ? this.skipMore(before) : this.number - before;
  }

  private async skipMore(before: number): Promise<number> {
    while (this.at === this.text.length && !this.ended) {
      await this.fill();
      this.passBlank();
    }
    return this.number - before;
  }

  private passBlank(): void {
    const { text } = this;
    let at = this.at;
    for (; ; this.number++) {
      let end = at;
      while (end - at < mostBlanks && isBlank(text.charCodeAt(end))) end++;
      const code = text.charCodeAt(end);
      if (code === lf) at = end + 1;
      // A CR at the end of a part may be half of a CRLF.
      else if (code === cr && (end + 1 < text.length || this.ended))
        at = end + (text.charCodeAt(end + 1) === lf ? 2 : 1);
      else break;
    }
    this.at = at;
  }

  /** Ends the source, too. */
  async close(): Promise<void> {
    await this.parts.return?.();
  }

  private async fill(): Promise<void> {
    const { done, value } = await this.parts.next();
    this.ended = done === true;
    this.nextLf -= this.at;
    this.nextCr -= this.at;
    this.text = this.text.slice(this.at) + (done ? '' : value);
    this.at = 0;
  }

  /** @returns whether there was a whole line, or enough of one. */
  private cut(): boolean {
    const end = this.lineEnd();
    if (end !== undefined) return this.add(end);
    if (this.ended) return this.at < this.text.length && this.add(this.text.length);
    const wasDropping = this.dropping;
    // What is dropped is not gathered first.
    if (!wasDropping && this.text.length - this.at <= longest) return false;
    // A CR stays: it may be half of the line's end.
    const kept = this.text.endsWith('\r') ? 1 : 0;
    if (wasDropping) this.drop(this.text.length - kept - this.at);
    else this.add(this.text.length - kept);
    this.at = this.text.length - kept;
    this.dropping = true;
    return !wasDropping;
  }

  private drop(characters: number): void {
    this.dropped += characters;
    if (this.dropped > mostDropped)
      throw new SheetRefused(
        'too_large',
        `文件第 ${this.number} 行超过 ${Math.floor((longest + mostDropped) / 10_000)} 万个字符仍未结束，不是一行数据；请在表格软件中打开后重新导出`,
      );
  }

  /** Behind the end of the next line; undefined while it has not come. */
  private lineEnd(): number | undefined {
    const { text } = this;
    this.nextLf = this.next('\n', this.nextLf);
    this.nextCr = this.next('\r', this.nextCr);
    if (this.nextLf < this.nextCr) return this.nextLf + 1;
    const cr = this.nextCr;
    if (cr === text.length || (cr + 1 === text.length && !this.ended)) return undefined;
    return this.nextLf === cr + 1 ? cr + 2 : cr + 1;
  }

  /** Where a sign stands from `at` on. @param known where it was found, or up to where it was not */
  private next(sign: string, known: number): number {
    const { text, at } = this;
    if (known >= at && known < text.length && text[known] === sign) return known;
    const found = text.indexOf(sign, Math.max(known, at));
    return found < 0 ? text.length : found;
  }

  private add(end: number): true {
    if (this.dropping) {
      this.dropping = false;
      this.dropped = 0;
    } else {
      const text = this.text.slice(this.at, Math.min(end, this.at + longest));
      this.queue.push({ number: ++this.number, text, cut: end - this.at > longest });
    }
    this.at = end;
    return true;
  }
}

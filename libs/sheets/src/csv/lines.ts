export interface Line {
  /** Of the file, from 1. */
  readonly number: number;
  /** With its line end, as it stands in the file. */
  readonly text: string;
  /** Longer than any row may be; the rest was left out. */
  readonly cut: boolean;
}

const longest = 1024 * 1024;
const [lf, cr] = [0x0a, 0x0d];

/** The lines of a text that comes in parts, with a look ahead; CRLF, LF and a lonely CR end a line. */
export class Lines {
  private readonly queue: Line[] = [];
  private head = 0;
  /** What has come and is no line yet, from `at` on. */
  private text = '';
  private at = 0;
  /** Up to where the text is known to hold no line end. */
  private searched = 0;
  private dropping = false;
  private number = 0;
  private ended = false;
  private readonly parts: AsyncIterator<string>;

  constructor(parts: AsyncIterable<string>) {
    this.parts = parts[Symbol.asyncIterator]();
  }

  /** The line that many behind the next, which stays where it is. */
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

  /** Goes past lines without a character, which a file may have millions of. @returns how many they were. */
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
    for (; at < text.length; this.number++) {
      const code = text.charCodeAt(at);
      if (code === lf) at++;
      // A CR at the end of a part may be half of a CRLF.
      else if (code === cr && (at + 1 < text.length || this.ended))
        at += text.charCodeAt(at + 1) === lf ? 2 : 1;
      else break;
    }
    this.at = at;
    this.searched = Math.max(this.searched, at);
  }

  /** Ends the source, too. */
  async close(): Promise<void> {
    await this.parts.return?.();
  }

  private async fill(): Promise<void> {
    const { done, value } = await this.parts.next();
    this.ended = done === true;
    this.searched -= this.at;
    this.text = this.text.slice(this.at) + (done ? '' : value);
    this.at = 0;
  }

  /** @returns whether there was a whole line, or enough of one. */
  private cut(): boolean {
    const end = this.lineEnd();
    if (end !== undefined) return this.add(end);
    if (this.ended) return this.at < this.text.length && this.add(this.text.length);
    if (this.text.length - this.at <= longest) return false;
    const wasDropping = this.dropping;
    // A CR stays: it may be half of the line's end.
    const kept = this.text.endsWith('\r') ? 1 : 0;
    if (!wasDropping) this.add(this.text.length - kept);
    this.at = this.text.length - kept;
    this.searched = this.at;
    this.dropping = true;
    return !wasDropping;
  }

  /** Behind the end of the next line; undefined while it has not come. */
  private lineEnd(): number | undefined {
    const { text } = this;
    for (let at = Math.max(this.searched, this.at); at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === lf) return at + 1;
      if (code !== cr) continue;
      if (at + 1 < text.length || this.ended) return text.charCodeAt(at + 1) === lf ? at + 2 : at + 1;
      this.searched = at;
      return undefined;
    }
    this.searched = text.length;
    return undefined;
  }

  private add(end: number): true {
    if (this.dropping) this.dropping = false;
    else {
      const text = this.text.slice(this.at, Math.min(end, this.at + longest));
      this.queue.push({ number: ++this.number, text, cut: end - this.at > longest });
    }
    this.at = end;
    this.searched = Math.max(this.searched, end);
    return true;
  }
}

export interface Line {
  /** Of the file, from 1. */
  readonly number: number;
  /** With its line end, as it stands in the file. */
  readonly text: string;
  /** Longer than any row may be; the rest was left out. */
  readonly cut: boolean;
}

const longest = 4 * 1024 * 1024;

/** The lines of a text that comes in parts, with a look ahead; CRLF, LF and a lonely CR end a line. */
export class Lines {
  private readonly queue: Line[] = [];
  private head = 0;
  private rest = '';
  private dropping = false;
  private number = 0;
  private ended = false;
  private readonly parts: AsyncIterator<string>;

  constructor(parts: AsyncIterable<string>) {
    this.parts = parts[Symbol.asyncIterator]();
  }

  /** The line that many behind the next, which stays where it is. */
  peek(ahead = 0): Line | undefined | Promise<Line | undefined> {
    return this.queue.length - this.head > ahead || this.ended
      ? this.queue[this.head + ahead]
      : this.later(ahead);
  }

  private async later(ahead: number): Promise<Line | undefined> {
    while (this.queue.length - this.head <= ahead && !this.ended) await this.fill();
    return this.queue[this.head + ahead];
  }

  skip(lines: number): void {
    this.head += lines;
    if (this.head < 4096) return;
    this.queue.splice(0, this.head);
    this.head = 0;
  }

  /** Ends the source, too. */
  async close(): Promise<void> {
    await this.parts.return?.();
  }

  private async fill(): Promise<void> {
    const { done, value } = await this.parts.next();
    const text = this.rest + (done ? '' : value);
    this.ended = done === true;
    let start = 0;
    // A CR at the end of a part may be half of a CRLF.
    const ends = this.ended ? /\r\n|\r|\n/g : /\r\n|\r(?!$)|\n/g;
    for (const { index, 0: end } of text.matchAll(ends)) {
      this.add(text.slice(start, index + end.length));
      start = index + end.length;
    }
    this.rest = text.slice(start);
    if (this.ended && this.rest !== '') this.add(this.rest);
    if (this.rest.length > longest) {
      this.add(this.rest);
      this.dropping = true;
    }
    if (this.dropping) this.rest = this.rest.endsWith('\r') ? '\r' : '';
  }

  private add(text: string): void {
    if (this.dropping) this.dropping = false;
    else this.queue.push({ number: ++this.number, text: text.slice(0, longest), cut: text.length > longest });
  }
}

/** How a file writes its rows. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  /** Cells that its rows have, as far as they agree; 0: unknown. */
  readonly width: number;
}

/** A quote that has no partner. */
export interface QuoteFault {
  /** Column from 0. */
  readonly column: number;
  /** The cell's text as it stands in the file. */
  readonly value: string;
}

/** A cell with line ends in it holds no more than this; Excel's own limit is 32,767 characters. */
const cellLimits = { lines: 200, characters: 64 * 1024 };

/** Puts one record together, line by line; a line comes with its line end. */
export class CsvRecord {
  cells: string[] = [];
  fault: QuoteFault | undefined;
  /** The line ended inside quotes: the record goes on with the next. */
  open = false;
  private parts: string[] = [];
  private size = 0;
  private readonly body = { line: '', end: 0 };

  /** @param alone the record has this line only: quotes that stay open are text, and a fault. */
  constructor(
    private readonly dialect: Dialect,
    private readonly alone = false,
  ) {}

  /** @returns false when the quotes cannot be right: the record is not what it seems. */
  feed(line: string): boolean {
    this.body.line = line;
    let end = line.length;
    while (end > line.length - 2 && isLineEnd(line.charCodeAt(end - 1))) end--;
    this.body.end = end;
    if (this.open) {
      const after = this.quoted(0);
      if (after === 'no end') return false;
      if (after !== 'open') this.cellsFrom(after);
    } else if (line.includes(this.dialect.quote)) this.cellsFrom(0);
    else this.cells = line.split(this.dialect.delimiter).map((cell) => cell.trim());
    return this.fault === undefined && (!this.open || this.isPlausible());
  }

  private isPlausible(): boolean {
    return this.parts.length <= cellLimits.lines && this.size <= cellLimits.characters;
  }

  /** @param from where a cell begins; behind the end of the line: none does. */
  private cellsFrom(from: number): void {
    let at = from;
    while (at <= this.body.end) {
      const start = this.behindBlanks(at);
      const isQuoted = start < this.body.end && this.body.line[start] === this.dialect.quote;
      const after = isQuoted ? this.quoted(start + 1) : 'no end';
      if (after === 'open') return;
      at = after === 'no end' ? this.plain(at) : after;
    }
  }

  /** @returns where the next cell begins; `no end` where what should be the closing quote is none. */
  private quoted(from: number): number | 'open' | 'no end' {
    const { delimiter, quote } = this.dialect;
    const { line, end } = this.body;
    let at = from;
    for (;;) {
      const close = line.indexOf(quote, at);
      if (close < 0) return this.stayOpen(line.slice(from));
      if (line[close + 1] === quote) {
        at = close + 2;
        continue;
      }
      const after = this.behindBlanks(close + 1);
      if (after < end && line[after] !== delimiter) return 'no end';
      this.cells.push([...this.parts, line.slice(from, close)].join('').replaceAll(quote + quote, quote));
      this.open = false;
      this.parts = [];
      this.size = 0;
      return after + 1;
    }
  }

  private stayOpen(rest: string): 'open' | 'no end' {
    if (this.alone || this.fault) return 'no end';
    this.open = true;
    this.parts.push(rest);
    this.size += rest.length;
    return 'open';
  }

  /** A cell without quotes around it; inside, they are text where they come in pairs, with something between. */
  private plain(from: number): number {
    const found = this.body.line.indexOf(this.dialect.delimiter, from);
    const end = found < 0 ? this.body.end : found;
    const value = this.body.line.slice(from, end).trim();
    if (isOdd(value, this.dialect.quote)) this.fault ??= { column: this.cells.length, value };
    this.cells.push(value);
    return end + 1;
  }

  private behindBlanks(from: number): number {
    const { line, end } = this.body;
    let at = from;
    while (at < end && (line[at] === ' ' || line[at] === '\t') && line[at] !== this.dialect.delimiter) at++;
    return at;
  }
}

const isLineEnd = (code: number) => code === 0x0a || code === 0x0d;

function isOdd(text: string, sign: string): boolean {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count++;
  return count % 2 === 1;
}

/** A line as a record of its own, whatever its quotes. */
export function readAlone(line: string, dialect: Dialect): CsvRecord {
  const record = new CsvRecord(dialect, true);
  record.feed(line);
  return record;
}

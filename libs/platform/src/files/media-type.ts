const heads: readonly (readonly [string, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];
const zip = [0x50, 0x4b, 0x03, 0x04];
const ofdEntry = 'OFD.xml';
const headLength = 8;

/**
 * Finds the media type by what the content is, not by what it is called, while the content passes by: PDF, PNG, JPEG, or
 * OFD (GB/T 33190: a zip whose entry is OFD.xml). Undefined for anything else, scripts and web pages above all.
 */
export class MediaTypeProbe {
  private head = Buffer.alloc(0);
  /** The end of what passed, where the name of an entry may have begun. */
  private tail = Buffer.alloc(0);
  private entryFound = false;

  see(chunk: Uint8Array): void {
    if (this.head.length < headLength)
      this.head = Buffer.concat([this.head, chunk.subarray(0, headLength - this.head.length)]);
    if (this.entryFound || !startsWith(this.head, zip)) return;
    const joined = Buffer.concat([this.tail, chunk]);
    this.entryFound = joined.includes(ofdEntry);
    this.tail = joined.subarray(Math.max(0, joined.length - ofdEntry.length + 1));
  }

  mediaType(): string | undefined {
    const known = heads.find(([, bytes]) => startsWith(this.head, bytes));
    if (known) return known[0];
    return this.entryFound ? 'application/ofd' : undefined;
  }
}

function startsWith(content: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => content[i] === byte);
}

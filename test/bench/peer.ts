/** A system to be compared with; gets words, and cuts them by blanks alone. */
export interface Peer {
  build(docs: readonly string[][]): Promise<void>;
  /** @returns how many were found. */
  ask(words: readonly string[], k: number): Promise<number>;
  /** Bytes that it holds outside this process. */
  bytes?(): Promise<number>;
  close?(): Promise<void>;
}

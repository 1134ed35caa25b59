export type Block = { readonly kind: 'heading' | 'text'; readonly text: string } | TableBlock | ChartBlock;

export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly {
    readonly header: string;
    readonly numeric?: boolean;
    /** Beside the other columns'. */
    readonly share?: number;
  }[];
  readonly rows: readonly (readonly string[])[];
}

/** Drawn by the reader from the numbers in the file: Word and LibreOffice both do. */
export interface ChartBlock {
  readonly kind: 'chart';
  readonly title: string;
  readonly categories: readonly string[];
  readonly values: readonly (number | null)[];
  readonly series: string;
}

/** An official report: what stands above, below and between. */
export interface PaperDocument {
  readonly title: string;
  /** Document number (文号); empty: none. */
  readonly number: string;
  readonly blocks: readonly Block[];
  /** Who signs it, and the day as it is written (落款). */
  readonly by: string;
  readonly day: string;
}

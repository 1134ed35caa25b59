import type { MarketCode } from '#contracts';

export interface YearPaper {
  /** Software where it is not given. */
  readonly market?: MarketCode;
  readonly year: number;
  /** `city`, or the code of a reporting area. */
  readonly scope: string;
  /** The body that makes it. */
  readonly maker: string;
  /** An instant in the past as of which it is told; null: now. */
  readonly asOf: string | null;
}

export interface ReviewPaper {
  readonly reviewId: string;
  readonly maker: string;
  /** The units of whose 自评 and entries it may tell; null: all. */
  readonly keys: readonly string[] | null;
}

export interface PaperForm {
  readonly form: 'workbook' | 'report';
  /** Document number (文号) of a report. */
  readonly number: string;
}

/** What somebody asks for. */
export type PaperOrder = PaperForm &
  (({ readonly of: 'year' } & YearPaper) | ({ readonly of: 'review' } & ReviewPaper));

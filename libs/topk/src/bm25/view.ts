/** How one way of cutting a text into terms counts. */
export interface ViewSetting {
  /** What the view counts for in the sum. */
  readonly weight: number;
  /** IDF counts to this power: above 1, what is rare counts for more. */
  readonly idfPower: number;
  readonly k1: number;
  readonly b: number;
  /** How much of what a document would score by chance is taken off: 0 nothing, 1 all of it. */
  readonly chance: number;
}

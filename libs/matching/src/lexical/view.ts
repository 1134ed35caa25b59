/** How one way of cutting a text into terms counts. */
export interface ViewSetting {
  /** What the view counts for in the sum. */
  readonly weight: number;
  readonly k1: number;
  readonly b: number;
}

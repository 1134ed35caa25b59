import { inWan } from '#kernel';
import type { Part } from '../domain/rollups.js';

/** What the parts of a figure come to, under one key. */
export interface Sum {
  readonly part: Part;
  readonly bucket: number;
  readonly count: number;
  /** Yuan. */
  readonly amount: string;
}

type Telling = (sums: Sums) => string | null;

/** Sums by part and bucket. A split by firms has a thousand of these. */
export class Sums {
  private readonly parts = new Map<Part, Map<number, Pick<Sum, 'count' | 'amount'>>>();

  constructor(sums: Iterable<Sum>) {
    for (const { part, bucket, count, amount } of sums) {
      const buckets = this.parts.get(part) ?? new Map<number, Pick<Sum, 'count' | 'amount'>>();
      this.parts.set(part, buckets);
      buckets.set(bucket, { count: (buckets.get(bucket)?.count ?? 0) + count, amount });
    }
  }

  count(part: Part, bucket = 0): number {
    return this.parts.get(part)?.get(bucket)?.count ?? 0;
  }

  amount(part: Part, bucket: number): string {
    return this.parts.get(part)?.get(bucket)?.amount ?? '0.00';
  }

  histogram(part: Part): ReadonlyMap<number, number> {
    return new Map([...(this.parts.get(part) ?? [])].map(([bucket, { count }]) => [bucket, count]));
  }
}

const count =
  (part: Part, bucket = 0): Telling =>
  (sums) =>
    String(sums.count(part, bucket));
const wan =
  (level: number): Telling =>
  (sums) =>
    inWan(sums.amount('reached', level));

/** How each measure of the catalogue is told from the sums. */
const tellings: Readonly<Record<string, Telling>> = {
  ...Object.fromEntries([2, 3, 4, 5].map((level) => [`reached${level}`, count('reached', level)])),
  ...Object.fromEntries([2, 3, 4, 5].map((level) => [`newly${level}`, count('newly', level)])),
  agreements: count('agreement'),
  contractAmount: wan(4),
  acceptanceAmount: wan(5),
  firstVersionAdoptions: count('first_version'),
  proposed: count('proposed'),
  intended: count('intended'),
  answerDays: (sums) => median(sums.histogram('answer')),
  answeredInTime: (sums) => percent(sums.count('in_time'), sums.count('due')),
  scenariosPublished: count('demand_published'),
  capabilitiesPublished: count('supply_published'),
  scenariosUnserved: count('unserved'),
  meetingsHeld: count('meeting'),
  sampleFailures: count('sample_wrong'),
};

/** The value of a measure, a decimal text in its unit; null where there is no case to tell it from. */
export function toldBy(measure: string, sums: Sums): string | null {
  const telling = tellings[measure];
  if (!telling) throw new Error(`nobody tells the measure ${measure}`);
  return telling(sums);
}

/** The middle one of all cases, or half way between the two in the middle; exact, for days are whole. */
export function median(histogram: ReadonlyMap<number, number>): string | null {
  const buckets = [...histogram].filter(([, n]) => n > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, n]) => sum + n, 0);
  if (total === 0) return null;
  const at = (place: number) => {
    let seen = 0;
    for (const [value, n] of buckets) {
      seen += n;
      if (seen > place) return value;
    }
    return 0;
  };
  return String((at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2);
}

/** Of a hundred, with two decimals, rounded half up. */
export function percent(part: number, whole: number): string | null {
  if (whole <= 0) return null;
  const hundredths = Math.floor((part * 20_000 + whole) / (2 * whole));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

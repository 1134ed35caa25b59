/** A pair about which something was decided. */
export interface Judged {
  readonly scenario: string;
  readonly capability: string;
  /** Whether the product suits the need. */
  readonly taken: boolean;
  /** When it was decided, milliseconds. */
  readonly at: number;
  /** From 1: where the pair was shown; null where it is not known to have been shown. */
  readonly place: number | null;
}

/** What is known of an engagement or of a coordinator's decision. */
export interface Outcome {
  readonly scenario: string;
  readonly capability: string;
  readonly kind: 'engagement' | 'pin' | 'block';
  /** States of an engagement's claims. */
  readonly claims: readonly string[];
  /** Why it was declined; null where it was not. */
  readonly declined: string | null;
  readonly at: number;
  readonly place: number | null;
}

/** Why products are turned down, by code or as people write it; the first that fits counts. */
const declineReasons: readonly {
  readonly code: string;
  readonly written: RegExp;
  readonly aboutProduct: boolean;
}[] = [
  { code: 'has_supplier', written: /已有|已选|已采购|已签|另有/, aboutProduct: false },
  { code: 'timing', written: /时间|工期|计划调整|排期|暂缓|以后|明年/, aboutProduct: false },
  { code: 'cancelled', written: /取消|终止|搁置|停止|已解决|撤回/, aboutProduct: false },
  { code: 'money', written: /价格|报价|费用|预算|资金|经费|太贵/, aboutProduct: false },
  { code: 'no_contact', written: /联系不|无人|无回复|未回复|误操作|点错/, aboutProduct: false },
  { code: 'unsuitable', written: /不符|不匹配|不满足|不适用|不适合|不合适|不相关|无关/, aboutProduct: true },
  { code: 'lacks_function', written: /功能|缺少|缺乏|不具备|没有.*模块/, aboutProduct: true },
  { code: 'too_weak', written: /性能|指标|精度|达不到|不达标|技术/, aboutProduct: true },
  { code: 'platform', written: /不支持|不兼容|未适配|信创/, aboutProduct: true },
  { code: 'inexperienced', written: /案例|经验|资质|业绩/, aboutProduct: true },
];

/** Whether a reason speaks of the product; one that nobody can place says nothing about it. */
export function aboutProduct(reason: string): boolean {
  const found = declineReasons.find(({ code, written }) => reason === code || written.test(reason));
  return found?.aboutProduct ?? false;
}

/**
 * Verified and confirmed steps and pins: taken. Declined for the product's sake and blocks: not. All else says nothing.
 * What was done outweighs what was said: a pair that got as far as a verified step was taken, whoever declined it later.
 */
export function judge(outcomes: readonly Outcome[]): Judged[] {
  const best = new Map<string, { rank: number; judged: Judged }>();
  for (const outcome of outcomes) {
    const rank = rankOf(outcome);
    if (rank === 0) continue;
    const { scenario, capability, at, place } = outcome;
    const key = `${scenario} ${capability}`;
    const judged = { scenario, capability, taken: rank > 0, at, place };
    const known = best.get(key);
    if (!known || Math.abs(rank) > Math.abs(known.rank)) best.set(key, { rank, judged });
  }
  return [...best.values()].map(({ judged }) => judged).sort(byTime);
}

function rankOf({ kind, claims, declined }: Outcome): number {
  if (claims.includes('verified')) return 4;
  if (claims.includes('confirmed')) return 3;
  if (kind === 'pin') return 2;
  if (kind === 'block') return -2;
  return declined !== null && aboutProduct(declined) ? -1 : 0;
}

export function byTime(a: Judged, b: Judged): number {
  return (
    a.at - b.at || (a.scenario < b.scenario ? -1 : 1) * Number(a.scenario !== b.scenario) || compare(a, b)
  );
}

function compare(a: Judged, b: Judged): number {
  return a.capability < b.capability ? -1 : Number(a.capability > b.capability);
}

/** Inverse propensity weighting (Joachims, Swaminathan and Schnabel 2017): people look at place p (1/p)^η as often as at the first. */
const propensity = { eta: 1, most: 10 } as const;

/** What a pair counts for that was shown at a place; 1 where nobody was led to it. */
export function weightOf(place: number | null): number {
  return place === null ? 1 : Math.min(propensity.most, Math.max(1, place) ** propensity.eta);
}

export interface TimeSplit<T> {
  readonly earlier: T[];
  /** From the cut on, up to the next one. */
  readonly later: T[];
}

/** Places in time at which the earlier part ends: what comes before each teaches, what follows judges. */
const cuts = [0.5, 0.75] as const;

/** Forward chaining: nothing is judged by what came before it was learnt. What happened at one moment stays together. */
export function timeSplits<T extends { readonly at: number }>(all: readonly T[]): TimeSplit<T>[] {
  const order = [...all].sort((a, b) => a.at - b.at);
  const moments = cuts.map((cut) => order[Math.floor(order.length * cut)]?.at ?? Number.POSITIVE_INFINITY);
  return moments.map((from, i) => {
    const to = moments[i + 1] ?? Number.POSITIVE_INFINITY;
    return {
      earlier: order.filter(({ at }) => at < from),
      later: order.filter(({ at }) => at >= from && at < to),
    };
  });
}

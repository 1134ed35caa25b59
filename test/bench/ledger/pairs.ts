import { type FactOf, statisticsBy } from '#contracts';
import { addDays } from '#kernel';

/** Who and what the pairs are spread over. */
export const areas = Array.from({ length: 16 }, (_, i) => String(410101 + i));
export const chains = Array.from({ length: 20 }, (_, i) => `chain${i}`);
export const fields = Array.from({ length: 16 }, (_, i) => `field${i}`);
export const departments = ['gxj', 'wjw', 'jyj', 'gaj', 'jtj', 'zfb', 'nyj', 'slj'];
export const splits = statisticsBy.options;

export const firstDay = '2024-01-01';
export const days = 1000;
const allDays = Array.from({ length: days }, (_, n) => addDays(firstDay, n));
const dayNo = (n: number): string => allDays[n] ?? firstDay;
/** The last day of the filled ledger. */
export const lastDay = dayNo(days - 1);

export interface Step {
  /** Days after the pair's first step. */
  readonly after: number;
  readonly level: number;
  readonly reversal?: true;
}

/** What becomes of a pair, and how many of twenty go that way: three entries and one or two facts a pair. */
export const ways: readonly (readonly [share: number, steps: readonly Step[]])[] = [
  [4, [{ after: 0, level: 2 }]],
  [
    4,
    [
      { after: 0, level: 2 },
      { after: 30, level: 4 },
      { after: 90, level: 5 },
    ],
  ],
  [11, [{ after: 0, level: 5 }]],
  [
    1,
    [
      { after: 0, level: 2 },
      { after: 20, level: 2, reversal: true },
    ],
  ],
];
/** Of those whose days are not over at the end, too. */
export const entriesPerPair = 3.27;

/** An id that says of what it is and which one; as the platform's own, later ones come after earlier ones. */
export function idOf(kind: number, n: number): string {
  return `${n.toString(16).padStart(8, '0')}-000${kind}-7000-8000-000000000000`;
}

/** One firm a 2,000 entries, and each deals in three of the areas. */
export const firmsFor = (entries: number) => Math.max(50, Math.ceil(entries / 2000));

/** Everything about a pair follows from its number. */
export function pairOf(n: number, firms: number) {
  const firm = (Math.imul(n, 2654435761) >>> 0) % firms;
  const one = <T>(of: readonly T[], at: number) => of[at % of.length] as T;
  return {
    demandListingId: idOf(1, Math.floor(n / 3)),
    firmId: idOf(2, firm),
    engagementId: idOf(3, n),
    supplyListingId: idOf(5, firm),
    number: `DJ-${n}`,
    area: one(areas, firm + (n % 3)),
    department: one(departments, n >> 4),
    field: one(fields, n * 7),
    chain: one(chains, n * 3),
    firmArea: one(areas, firm),
    demandId: idOf(4, n % 8000),
  };
}
export type Pair = ReturnType<typeof pairOf>;

/** What stands in a fact or an entry beside the pair's own codes: the same of all, for nothing is told by it. */
export const said = {
  market: 'software',
  demandNumber: 'CJ-2026-000001',
  demandTitle: '车间设备预测性维护与能耗管理',
  supplyNumber: 'NL-2026-000001',
  supplyTitle: '工业设备健康管理平台',
  demandName: '郑州示例装备制造有限公司',
  demandUscc: '91410100MA40000001',
  supplyName: '河南示例软件股份有限公司',
  supplyUscc: '91410100MA40000002',
  verifierId: idOf(8, 3),
  reason: '材料不实',
} as const;

export interface Told {
  readonly of: Pair;
  readonly claimId: string;
  readonly sequence: number;
  readonly level: number;
  readonly day: string;
  readonly amount: string | null;
}

export function verified({ of, day, ...told }: Told): FactOf<'claim.verified'> {
  return {
    name: 'claim.verified',
    engagementId: of.engagementId,
    number: of.number,
    market: said.market,
    demandListingId: of.demandListingId,
    demandNumber: said.demandNumber,
    demandTitle: said.demandTitle,
    supplyListingId: of.supplyListingId,
    supplyNumber: said.supplyNumber,
    supplyTitle: said.supplyTitle,
    demand: {
      organisationId: of.demandId,
      uscc: said.demandUscc,
      name: said.demandName,
      area: of.area,
      department: of.department,
    },
    supply: {
      organisationId: of.firmId,
      uscc: said.supplyUscc,
      name: said.supplyName,
      area: of.firmArea,
      department: null,
    },
    field: of.field,
    chain: of.chain,
    chains: [of.chain],
    firstVersion: false,
    channel: 'online',
    verifiedAt: `${day}T02:00:00.000Z`,
    day,
    verifierId: said.verifierId,
    bodyId: idOf(9, 1),
    ...told,
  };
}

export function reversed({
  of,
  claimId,
  sequence,
  level,
  day,
}: Omit<Told, 'amount'>): FactOf<'claim.reversed'> {
  return {
    name: 'claim.reversed',
    claimId,
    engagementId: of.engagementId,
    sequence,
    level,
    market: said.market,
    demandListingId: of.demandListingId,
    firmId: of.firmId,
    reason: said.reason,
    reversedAt: `${day}T02:00:00.000Z`,
    day,
    reverserId: said.verifierId,
  };
}

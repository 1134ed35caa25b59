import { Injectable } from '@nestjs/common';
import { type FiguresBy, type FigureValues, type LabelOf, type MarketCode, marketCodes } from '#contracts';
import { fen } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { city, type Dimension } from '../domain/rollups.js';
import { FigureService, type Figures, periodSpan } from './figures.service.js';
import { type Amount, placeOf, whole, withheldOf, within } from './withheld.js';

/** Values as the public reads them. */
export interface Published {
  readonly values: FigureValues;
  /** Measures whose values are not published here. */
  readonly withheld: ReadonlySet<string>;
}

export interface PublicItem extends Published {
  readonly key: string;
  readonly label: string;
}

export interface PublicFigures {
  readonly total: Published;
  readonly months: readonly (Published & { readonly period: string })[];
  readonly tables: readonly { readonly by: FiguresBy; readonly items: readonly PublicItem[] }[];
}

/** The splits that the public reads, each a dimension of the roll-ups. */
const splits = ['area', 'department', 'chain', 'field', 'channel'] as const satisfies readonly Dimension[];

/** The measures of money, the level that counts the pairs behind each, and the splits in which it is published. */
const amounts = [
  { measure: 'contractAmount', level: 4, in: ['total', ...splits] },
  { measure: 'acceptanceAmount', level: 5, in: ['total'] },
] as const;

type Where = Pick<Amount, 'period' | 'split' | 'key'>;
/** Which measures are withheld at a place. */
type Withholding = (at: Where) => ReadonlySet<string>;

interface Kept {
  readonly head: string;
  readonly withholding: Withholding;
}

/** The city's figures with what of them is not published; everything of one moment. */
@Injectable()
export class PublicFigureService {
  /** By market and year, as of an entry of the ledger: amounts change with entries alone. */
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly db: Database,
    private readonly figures: FigureService,
  ) {}

  read(period: string, market: MarketCode, labelOf: LabelOf): Promise<PublicFigures> {
    return this.db.snapshot(async (tx) => {
      const of = (by: FiguresBy) =>
        this.figures.readIn(tx, { market, span: periodSpan(period), scope: city, by }, labelOf);
      const withholding = await this.withholding(tx, market, period);
      const tables: { by: FiguresBy; items: readonly PublicItem[] }[] = [];
      let first: Figures | undefined;
      for (const by of splits) {
        const told = await of(by);
        first ??= told;
        tables.push({ by, items: itemsOf(told, (key) => withholding({ period, split: by, key })) });
      }
      const beside = new Map<string, Withholding>();
      for (const other of marketCodes) beside.set(other, await this.withholding(tx, other, period));
      const markets = itemsOf(await of('market'), (key) => beside.get(key)?.({ period, ...whole }) ?? none);
      return {
        total: { values: first?.total ?? {}, withheld: withholding({ period, ...whole }) },
        months: (first?.months ?? []).map((month) => ({
          ...month,
          withheld: withholding({ period: month.period, ...whole }),
        })),
        tables: [...tables, { by: 'market', items: markets }],
      };
    });
  }

  private async withholding(tx: Tx, market: MarketCode, period: string): Promise<Withholding> {
    const year = period.slice(0, 4);
    const [head] = await rows<{ hash: string }>(tx, 'SELECT hash FROM ledger_head');
    const at = `${market} ${year}`;
    const known = this.kept.get(at);
    if (known && known.head === head?.hash) return known.withholding;
    const withholding = await withholdingOf(tx, market, year);
    this.kept.set(at, { head: head?.hash ?? '', withholding });
    return withholding;
  }
}

const none: ReadonlySet<string> = new Set();

function itemsOf({ items }: Figures, withheld: (key: string) => ReadonlySet<string>): PublicItem[] {
  return items.map((item) => ({ ...item, withheld: withheld(item.key) }));
}

interface Row extends Record<string, unknown> {
  readonly period: string;
  readonly split: string;
  readonly key: string;
  readonly pairs: string;
  readonly amount: string;
}

async function withholdingOf(tx: Tx, market: MarketCode, year: string): Promise<Withholding> {
  const withheld = new Map<string, ReadonlySet<string>>();
  for (const { measure, level, in: shown } of amounts) {
    const found = await rows<Row>(
      tx,
      `SELECT period, dimension AS split, key, reached${level} AS pairs, amount${level}::text AS amount FROM ledger_ladders
       WHERE market = $1 AND scope = $2 AND period = ANY($3) AND dimension = ANY($4) AND amount${level} <> 0`,
      [market, city, within(year), shown],
    );
    withheld.set(
      measure,
      withheldOf(
        found.map(({ pairs, amount, ...at }) => ({ ...at, pairs: Number(pairs), fen: fen(amount) })),
      ),
    );
  }
  return (at) => new Set([...withheld].filter(([, places]) => places.has(placeOf(at))).map(([code]) => code));
}

import { Injectable } from '@nestjs/common';
import {
  type LabelOf,
  type MarketCode,
  type MarketFigures,
  marketCodes,
  marketName,
  measuresOf,
  type PeriodPreview,
  type PeriodRecord,
  type PeriodView,
  type StoredFigures,
} from '#contracts';
import { dayOf } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { monthsOf } from '../domain/posting.js';
import { city } from '../domain/rollups.js';
import { FrozenPeriod, PeriodAmendment } from '../entities/index.js';
import { MarketNotStored, NothingToAmend, PeriodFrozen, PeriodNotOver, PeriodNotStored } from '../errors.js';
import { FigureService, periodOf, periodSpan } from '../figures/figures.service.js';
import { lockHead } from '../ledger.service.js';
import { amendmentsOf, figuresIn, findFrozen, hashOfStored, lateFor, rangeOf } from './frozen.store.js';

export interface Freezer {
  readonly id: string;
  readonly name: string;
}

export interface FreezeCommand {
  readonly code: string;
  readonly actor: Freezer;
  readonly labelOf: LabelOf;
  readonly now?: Date;
}

/** Of which period the figures are told, in whose words, and whether with what came late. */
interface Told {
  readonly code: string;
  readonly labelOf: LabelOf;
  readonly now: Date;
  readonly late?: boolean;
}

interface Closed {
  /** When each frozen month was frozen. */
  readonly months: ReadonlyMap<string, Date>;
  /** Periods that were stored, with the number of their amendments. */
  readonly stored: ReadonlyMap<string, number>;
}

/** Months, quarters, halves and years of Asia/Shanghai: which take no more entries, and what they were when frozen. */
@Injectable()
export class PeriodService {
  constructor(
    private readonly db: Database,
    private readonly figures: FigureService,
  ) {}

  /** The year, its halves, its quarters and its months, in that order. */
  async list(year: number = Number(dayOf(new Date()).slice(0, 4))): Promise<PeriodView[]> {
    const codes = [
      String(year),
      ...[1, 2].map((half) => `${year}-H${half}`),
      ...[1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`),
      ...monthsOf(String(year)),
    ];
    const closed = await this.closed();
    return codes.map((code) => view(code, closed));
  }

  async find(code: string): Promise<PeriodView> {
    return view(code, await this.closed());
  }

  /** Periods whose figures are stored, the newest first: what a trial or a review can rest on. */
  async stored(): Promise<string[]> {
    const found = await this.db.manager.find(FrozenPeriod, {
      select: { code: true },
      order: { code: 'DESC' },
    });
    return found.map((row) => row.code);
  }

  /** The archive of a period: as frozen, with its amendments, and what came late since. */
  async read(code: string): Promise<PeriodRecord> {
    const period = await this.find(code);
    const tx = this.db.manager;
    const [frozen, amendments] = [await findFrozen(tx, code), await amendmentsOf(tx, code)];
    return {
      period,
      frozen: frozen ? frozenView(frozen) : null,
      amendments: amendments.map(amendmentView),
      late: await lateFor(tx, period.first, period.last),
    };
  }

  /**
   * Stored figures of a period in one market: of its newest amendment, or as frozen.
   * @throws PeriodNotStored, MarketNotStored `statistics.market_not_stored`
   */
  async figuresOf(
    code: string,
    market: MarketCode = 'software',
    tx: Tx = this.db.manager,
  ): Promise<{ figures: MarketFigures; sha256: string; amendment: number }> {
    const frozen = await findFrozen(tx, code);
    if (!frozen) throw new PeriodNotStored(code);
    const last = (await amendmentsOf(tx, code)).at(-1);
    const { figures: stored, sha256 } = last ?? frozen;
    const figures = figuresIn(stored, market);
    if (!figures) throw new MarketNotStored(code, marketName(market));
    return { figures, sha256, amendment: last?.number ?? 0 };
  }

  /** What a freeze would store now. What is open beside the ledger is the caller's to tell. */
  async preview(code: string, labelOf: LabelOf, now = new Date()): Promise<Omit<PeriodPreview, 'open'>> {
    const period = await this.find(code);
    return this.db.snapshot(async (tx) => ({
      period,
      freezable: period.last < dayOf(now) && !period.stored,
      figures: await this.table(tx, { code, labelOf, now }),
      ...(await rangeOf(tx, period)),
    }));
  }

  /**
   * Freezes all months of a period that is over and stores what it was. What is verified in it but arrives later counts
   * in the next open month.
   * @throws PeriodNotOver `statistics.period_not_over`, PeriodFrozen `statistics.period_frozen`
   */
  async freeze({ code, actor, labelOf, now = new Date() }: FreezeCommand): Promise<PeriodRecord> {
    const period = periodOf(code);
    if (period.last >= dayOf(now)) throw new PeriodNotOver(code, period.last);
    await this.db.transaction(async (tx) => {
      const head = await lockHead(tx);
      if (await findFrozen(tx, code)) throw new PeriodFrozen(code);
      await rows(
        tx,
        `INSERT INTO frozen_months (month, frozen_by, last_seq, last_hash) SELECT m, $2, $3, $4 FROM unnest($1::text[]) AS m
         ON CONFLICT ON CONSTRAINT pk_frozen_months DO NOTHING`,
        [monthsOf(code), actor.id, head.seq, head.hash],
      );
      const content = {
        code,
        at: now.toISOString(),
        byId: actor.id,
        by: actor.name,
        ...(await rangeOf(tx, period)),
        headSeq: head.seq,
        headHash: head.hash,
        figures: await this.table(tx, { code, labelOf, now }),
      };
      await tx.insert(FrozenPeriod, { ...content, sha256: hashOfStored(content) });
    });
    return this.read(code);
  }

  /**
   * Stores the figures of a frozen period with what came late for it. The frozen figures stay as they are, and so does
   * where the late entries count.
   * @throws PeriodNotStored `statistics.period_not_stored`, NothingToAmend `statistics.nothing_to_amend`
   */
  async amend({ reason, ...given }: FreezeCommand & { readonly reason: string }): Promise<PeriodRecord> {
    const { code, actor, labelOf, now = new Date() } = given;
    const { first, last } = periodOf(code);
    await this.db.transaction(async (tx) => {
      const head = await lockHead(tx);
      if (!(await findFrozen(tx, code))) throw new PeriodNotStored(code);
      const late = await lateFor(tx, first, last);
      const before = await amendmentsOf(tx, code);
      const told = before.at(-1)?.late ?? { entries: 0, pairs: 0, lines: 0 };
      if (late.entries === told.entries && late.pairs === told.pairs && late.lines === told.lines)
        throw new NothingToAmend(code);
      const content = {
        code,
        number: before.length + 1,
        reason,
        at: now.toISOString(),
        byId: actor.id,
        by: actor.name,
        headSeq: head.seq,
        headHash: head.hash,
        late,
        figures: await this.table(tx, { code, labelOf, now, late: true }),
      };
      await tx.insert(PeriodAmendment, { ...content, sha256: hashOfStored(content) });
    });
    return this.read(code);
  }

  /** Every market by itself: software's first, as archives have always had them. */
  private async table(tx: Tx, told: Told): Promise<StoredFigures> {
    const [first, ...others] = marketCodes;
    const software = await this.marketTable(tx, told, first);
    const beside: NonNullable<StoredFigures['others']> = [];
    for (const market of others) beside.push({ market, ...(await this.marketTable(tx, told, market)) });
    return { ...software, others: beside };
  }

  private async marketTable(
    tx: Tx,
    { code, labelOf, now, late = false }: Told,
    market: MarketCode,
  ): Promise<MarketFigures> {
    const of = (by: 'area' | 'department') =>
      this.figures.readIn(tx, { market, span: periodSpan(code), scope: city, by, now, late }, labelOf);
    const [area, department] = [await of('area'), await of('department')];
    return {
      measures: measuresOf(market).map(({ code: name, name: called, unit, definition }) => ({
        code: name,
        name: called,
        unit,
        definition,
      })),
      total: area.total,
      area: [...area.items],
      department: [...department.items],
    };
  }

  private async closed(): Promise<Closed> {
    const months = await this.db.query<{ month: string; frozen_at: Date }>(
      'SELECT month, frozen_at FROM frozen_months',
    );
    const stored = await this.db.query<{ code: string; n: number }>(
      `SELECT f.code, (SELECT count(*)::integer FROM period_amendments a WHERE a.code = f.code) AS n FROM frozen_periods f`,
    );
    return {
      months: new Map(months.map((row) => [row.month, row.frozen_at])),
      stored: new Map(stored.map((row) => [row.code, row.n])),
    };
  }
}

/** @throws InvalidInput for what is no period. */
function view(code: string, { months, stored }: Closed): PeriodView {
  const period = periodOf(code);
  const at = monthsOf(code).map((month) => months.get(month)?.toISOString());
  const whole = at.every((instant) => instant !== undefined);
  return {
    code,
    kind: period.kind,
    first: period.first,
    last: period.last,
    frozen: whole,
    frozenAt: whole ? (at.sort().at(-1) ?? null) : null,
    stored: stored.has(code),
    amendments: stored.get(code) ?? 0,
  };
}

function frozenView(frozen: FrozenPeriod): NonNullable<PeriodRecord['frozen']> {
  const { code: _code, byId: _id, ...shown } = frozen;
  return { ...shown, intact: hashOfStored(frozen) === frozen.sha256 };
}

function amendmentView(amendment: PeriodAmendment): PeriodRecord['amendments'][number] {
  const { code: _code, byId: _id, ...shown } = amendment;
  return { ...shown, intact: hashOfStored(amendment) === amendment.sha256 };
}

import { Injectable } from '@nestjs/common';
import type { PeriodView } from '#contracts';
import { dayOf } from '#kernel';
import { Database, rows } from '#platform';
import { monthsOf } from './domain/posting.js';
import { PeriodFrozen, PeriodNotOver } from './errors.js';
import { periodOf } from './figures/figures.service.js';
import { lockHead } from './ledger.service.js';

/** Months, quarters, halves and years of Asia/Shanghai, and which of them take no more entries. */
@Injectable()
export class PeriodService {
  constructor(private readonly db: Database) {}

  /** The year, its halves, its quarters and its months, in that order. */
  async list(year: number = Number(dayOf(new Date()).slice(0, 4))): Promise<PeriodView[]> {
    const codes = [
      String(year),
      ...[1, 2].map((half) => `${year}-H${half}`),
      ...[1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`),
      ...monthsOf(String(year)),
    ];
    const frozen = await this.frozen();
    return codes.map((code) => view(code, frozen));
  }

  async find(code: string): Promise<PeriodView> {
    return view(code, await this.frozen());
  }

  /**
   * Freezes all months of a period that is over. What is verified in it but arrives later counts in the next open month.
   * @throws PeriodNotOver `statistics.period_not_over`, PeriodFrozen `statistics.period_frozen`
   */
  async freeze(code: string, personId: string, now = new Date()): Promise<PeriodView> {
    const period = view(code, new Map());
    if (period.last >= dayOf(now)) throw new PeriodNotOver(code, period.last);
    await this.db.transaction(async (tx) => {
      const head = await lockHead(tx);
      const written = await rows(
        tx,
        `INSERT INTO frozen_months (month, frozen_by, last_seq, last_hash) SELECT m, $2, $3, $4 FROM unnest($1::text[]) AS m
         ON CONFLICT ON CONSTRAINT pk_frozen_months DO NOTHING RETURNING month`,
        [monthsOf(code), personId, head.seq, head.hash],
      );
      if (written.length === 0) throw new PeriodFrozen(code);
    });
    return this.find(code);
  }

  private async frozen(): Promise<ReadonlyMap<string, Date>> {
    const found = await this.db.query<{ month: string; frozen_at: Date }>(
      'SELECT month, frozen_at FROM frozen_months',
    );
    return new Map(found.map((row) => [row.month, row.frozen_at]));
  }
}

/** @throws InvalidInput for what is no period. */
function view(code: string, frozen: ReadonlyMap<string, Date>): PeriodView {
  const period = periodOf(code);
  const at = monthsOf(code).map((month) => frozen.get(month)?.toISOString());
  const whole = at.every((instant) => instant !== undefined);
  return {
    code,
    kind: period.kind,
    first: period.first,
    last: period.last,
    frozen: whole,
    frozenAt: whole ? (at.sort().at(-1) ?? null) : null,
  };
}

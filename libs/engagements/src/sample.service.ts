import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { authorise, may, OrganisationService, type Principal, reaches } from '#accounts';
import type { MarketCode, SampledClaimView, SampleView } from '#contracts';
import { dayOf, InvalidInput, NotFound, newId, type Period, parsePeriod } from '#kernel';
import { appendFact, Database, keyset, lock, nextYearlyNumber, rows, type Tx } from '#platform';
import { ClaimSteps } from './claim.steps.js';
import { draw, drawnAgain, populationSha256, populationText } from './domain/sampling.js';
import { findClaim, lockEngagement } from './engagement.store.js';
import { Sample, SampleFinding } from './entities/index.js';
import { AlreadyChecked, NothingToSample, OwnVerification } from './errors.js';
import { sampleCheckedFact } from './facts.js';
import {
  candidates,
  findSample,
  populationOf,
  type SampleRow,
  sampledClaims,
  sampleView,
  selectSamples,
} from './sample.store.js';
import { type At, independent, takeBack } from './verification.js';

export interface DrawCommand {
  /** Software where it is not given. */
  readonly market?: MarketCode;
  /** A month, a quarter or a year, `2026-Q3`. */
  readonly period: string;
  /** Reporting area; null: all. */
  readonly area: string | null;
  readonly threshold: string;
  readonly percent: number;
}

export interface CheckCommand {
  readonly sampleId: string;
  readonly claimId: string;
  readonly outcome: 'upheld' | 'wrong';
  readonly reason: string;
}

export interface Redrawn {
  readonly number: string;
  readonly population: number;
  readonly drawn: number;
  /** What does not agree with the record; empty where all does. */
  readonly differences: readonly string[];
}

/** Second looks at what was verified: which claims, by a draw that anybody can repeat, and what was found. */
@Injectable()
export class SampleService {
  private readonly steps: ClaimSteps;

  constructor(
    private readonly db: Database,
    organisations: OrganisationService,
  ) {
    this.steps = new ClaimSteps(db, organisations);
  }

  /**
   * Draws from the claims of one market that were verified in the period and that no draw has had yet; flagged ones come again until
   * somebody has looked at them.
   * @throws NothingToSample `sample.nothing`
   */
  async draw(caller: Principal, command: DrawCommand, now = new Date()): Promise<SampleView> {
    const { market = 'software', area, threshold, percent } = command;
    authorise(caller, 'sample.draw', { area });
    const period = periodOf(command.period);
    return this.db.transaction(async (tx) => {
      await lock(tx, 'samples');
      const population = await candidates(tx, { market, period, area });
      if (population.length === 0) throw new NothingToSample(period.code);
      const [id, seed] = [newId(), randomBytes(32).toString('hex')];
      const strata = draw(population, { seed, threshold, percent });
      const number = await nextYearlyNumber(tx, 'FH', Number(dayOf(now).slice(0, 4)));
      await tx.insert(Sample, {
        id,
        number,
        market,
        period: period.code,
        firstDay: period.first,
        lastDay: period.last,
        area,
        threshold,
        percent,
        seed,
        populationSha256: populationSha256(population),
        drawnBy: caller.personId,
        drawnByName: caller.name,
        drawnAt: now,
      });
      await rows(
        tx,
        `INSERT INTO verification_sample_claims (sample_id, claim_id, amount, flagged, stratum)
         SELECT $1::uuid, * FROM unnest($2::uuid[], $3::numeric[], $4::boolean[], $5::text[])`,
        [
          id,
          population.map((one) => one.claimId),
          population.map((one) => one.amount),
          population.map((one) => one.flagged),
          population.map((one) => strata.get(one.claimId)),
        ],
      );
      const view = sampleView(await existing(tx, id));
      await appendFact(tx, `sample:${id}`, {
        name: 'sample.drawn',
        sampleId: id,
        number,
        period: period.code,
        area,
        ...view.counts,
        day: dayOf(now),
      });
      return view;
    });
  }

  async list(
    caller: Principal,
    { period, market }: { readonly period?: string | undefined; readonly market?: MarketCode | undefined },
    limit: number,
    cursor: string | undefined,
  ) {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const found = await this.db.query<SampleRow>(
      `${selectSamples} WHERE ($1::text IS NULL OR s.area = $1) AND ($2::text IS NULL OR (s.drawn_at, s.id) < ($2::timestamptz, $3::uuid))
         AND ($5::text IS NULL OR s.period = $5) AND ($6::text IS NULL OR s.market = $6)
       ORDER BY s.drawn_at DESC, s.id DESC LIMIT $4`,
      [areaSeen(caller), at, id, limit + 1, period ?? null, market ?? null],
    );
    return keyset.page(found, limit, (row) => [row.at, row.id], sampleView);
  }

  async find(caller: Principal, id: string): Promise<SampleView> {
    return sampleView(await seen(this.db.manager, caller, id));
  }

  /** The claims to be looked at. */
  async claims(caller: Principal, id: string, limit: number, cursor: string | undefined) {
    const [after] = keyset.read(cursor, ['id']) ?? [null];
    const { area } = await seen(this.db.manager, caller, id);
    const found = await sampledClaims(this.db.manager, {
      checker: may(caller, 'sample.check', { area }) ? caller.personId : null,
      sampleId: id,
      after: typeof after === 'string' ? after : null,
      limit: limit + 1,
    });
    return keyset.page(
      found,
      limit,
      (one) => [one.claimId],
      (one) => one,
    );
  }

  /** The population as its hash was taken. */
  async population(caller: Principal, id: string): Promise<{ name: string; content: string }> {
    const { number } = await seen(this.db.manager, caller, id);
    return { name: `${number}.txt`, content: populationText(await populationOf(this.db.manager, id)) };
  }

  /**
   * Writes down what a second person found. What is wrong is reversed with it, in one transaction.
   * @throws ReviewerInvolved, OwnVerification `sample.own_verification`, AlreadyChecked `sample.already_checked`
   */
  check(caller: Principal, command: CheckCommand, now = new Date()): Promise<SampledClaimView> {
    const { sampleId, claimId, outcome, reason } = command;
    return this.db.transaction(async (tx) => {
      const sample = await seen(tx, caller, sampleId);
      authorise(caller, 'sample.check', { area: sample.area });
      const only = { sampleId, claimId, limit: 1, checker: caller.personId };
      const [sampled] = await sampledClaims(tx, only);
      if (!sampled) throw new NotFound('待复核的申报', claimId);
      const row = await lockEngagement(tx, sampled.engagementId);
      const claim = await findClaim(tx, claimId);
      if (!row || !claim) throw new NotFound('申报', claimId);
      if (await tx.existsBy(SampleFinding, { sampleId, claimId })) throw new AlreadyChecked();
      const at: At = { tx, row, claim, caller, side: 'coordinator', now };
      await this.second(at);
      if (outcome === 'wrong' && claim.state === 'verified')
        await this.steps.takeIn(
          tx,
          {
            caller,
            id: claimId,
            now,
            to: 'reversed',
            action: 'claim.reverse',
            reason: `复核 ${sample.number} 不属实：${reason}`,
          },
          async (step) => {
            await takeBack(step, `复核 ${sample.number} 不属实：${reason}`);
            return { detail: { sampleId } };
          },
        );
      await tx.insert(SampleFinding, {
        sampleId,
        claimId,
        outcome,
        reason,
        foundBy: caller.personId,
        foundByName: caller.name,
        foundAt: now,
      });
      const given = { sampleId, sampleNumber: sample.number, stratum: sampled.stratum, outcome, reason };
      await appendFact(tx, `sample:${sampleId}`, sampleCheckedFact(at, given));
      const [view] = await sampledClaims(tx, only);
      if (!view) throw new NotFound('待复核的申报', claimId);
      return view;
    });
  }

  /** Draws again from the record, by the code that drew; docs say how to do it without. @param id or number */
  async redraw(id: string): Promise<Redrawn> {
    const [found] = await this.db.query<{ id: string }>(
      'SELECT id FROM verification_samples WHERE id::text = $1 OR number = $1',
      [id],
    );
    if (!found) throw new NotFound('复核清单', id);
    const sample = await existing(this.db.manager, found.id);
    const population = await populationOf(this.db.manager, found.id);
    const { differences, ...drawn } = drawnAgain(sample, { sha256: sample.population_sha256, population });
    const standing = await this.db.query<{ id: string }>(
      `SELECT c.id FROM verification_findings f JOIN claims c ON c.id = f.claim_id
       WHERE f.sample_id = $1 AND f.outcome = 'wrong' AND c.state <> 'reversed' ORDER BY c.id`,
      [found.id],
    );
    const unreversed = standing.map(({ id: claim }) => `${claim}：查明不属实而未冲销`);
    return { number: sample.number, ...drawn, differences: [...differences, ...unreversed] };
  }

  /** Nobody looks a second time at what he verified, nor at what he has a stake in. */
  private async second(at: At): Promise<void> {
    await independent(at, await this.steps.parties(at.tx, at.row));
    if (at.claim.verifiedBy === at.caller.personId) throw new OwnVerification();
  }
}

async function existing(tx: Tx, id: string): Promise<SampleRow> {
  const row = await findSample(tx, id);
  if (!row) throw new NotFound('复核清单', id);
  return row;
}

/** @throws NotFound where the caller may not know that there is one. */
async function seen(tx: Tx, caller: Principal, id: string): Promise<SampleRow> {
  const row = await existing(tx, id);
  const area = areaSeen(caller);
  if (area !== null && row.area !== area) throw new NotFound('复核清单', id);
  return row;
}

/** Null: all areas. Of an area's coordinators their own. */
function areaSeen(caller: Principal): string | null {
  return reaches(caller, 'sample.read').includes('any') ? null : (caller.body?.area ?? '');
}

function periodOf(code: string): Period {
  const period = parsePeriod(code);
  if (!period)
    throw new InvalidInput([
      {
        pointer: '/period',
        code: 'input.period',
        detail: '应为 2026、2026-Q3 或 2026-09 的形式',
        value: code,
      },
    ]);
  return period;
}

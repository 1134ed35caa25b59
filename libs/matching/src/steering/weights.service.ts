import { Injectable } from '@nestjs/common';
import { type MarketCode, mostShown, type RuleWeights, type WeightsView } from '#contracts';
import { NotFound, newId } from '#kernel';
import { Database, lock, rows, type Tx } from '#platform';
import { ruleTexts } from '../markets/rules.js';
import type { Audit, ById, Steerer, SteeringEntry } from './audit.js';
import { checkedWeights } from './weights.js';

export type WeightsVersion = ById<WeightsView, 'madeBy'>;

interface WeightsRow {
  market: MarketCode;
  version: number;
  source: WeightsView['source'];
  most: RuleWeights;
  note: string;
  evidence: WeightsView['evidence'];
  associations: WeightsView['associations'];
  made_by: string | null;
  made_at: Date;
  active: boolean;
  adopted_at: Date | null;
  adoption_reason: string | null;
}

export interface NewWeights {
  readonly market: MarketCode;
  readonly source: 'manual' | 'learned';
  readonly most: RuleWeights;
  readonly note: string;
  readonly evidence?: WeightsView['evidence'];
  readonly associations?: WeightsView['associations'];
}

/** Of the market $1. */
const inForce =
  'SELECT version FROM match_weight_adoptions WHERE market = $1 ORDER BY adopted_at DESC, id DESC LIMIT 1';
/** Versions of the market $1; `WHERE` is open: add conditions with AND. */
const select = `SELECT w.market, w.version, w.source, w.most, w.note, w.evidence, w.associations, w.made_by, w.made_at,
    w.version = (${inForce}) AS active, a.adopted_at, a.reason AS adoption_reason
  FROM match_weights w
  LEFT JOIN LATERAL (SELECT adopted_at, reason FROM match_weight_adoptions x WHERE x.market = w.market AND x.version = w.version
    ORDER BY adopted_at DESC, id DESC LIMIT 1) a ON true WHERE w.market = $1`;

/** Versions of the weights of a market's rules, numbered in each market: made, never changed, put in force with a reason. */
@Injectable()
export class WeightsService {
  constructor(private readonly db: Database) {}

  /** Newest first. */
  async versions(market: MarketCode): Promise<WeightsVersion[]> {
    const newest = `${select} ORDER BY w.version DESC LIMIT ${mostShown}`;
    return (await this.db.query<WeightsRow>(newest, [market])).map(versionOf);
  }

  /** What matchings go by from now on. */
  async active(market: MarketCode): Promise<WeightsVersion> {
    const [row] = await this.db.query<WeightsRow>(`${select} AND w.version = (${inForce})`, [market]);
    if (!row) throw new NotFound('启用中的规则分值');
    return versionOf(row);
  }

  /** As a person proposes them. @throws InvalidInput `match.weight`; WeightsSum */
  make(
    { market, most, note }: { market: MarketCode; most: RuleWeights; note: string },
    by: Steerer,
    audit: Audit,
  ): Promise<WeightsVersion> {
    return this.add({ market, source: 'manual', most, note }, by, audit);
  }

  /** A further version, also a learnt one; it is in force when it is adopted. @throws InvalidInput `match.weight`; WeightsSum */
  add(weights: NewWeights, by: Steerer, audit: Audit): Promise<WeightsVersion> {
    const { market, source, note, evidence = null, associations = [] } = weights;
    const most = checkedWeights(market, weights.most);
    return this.db.transaction(async (tx) => {
      await lock(tx, 'weights', market); // two at once get two numbers
      const [made] = await rows<{ version: number }>(
        tx,
        `INSERT INTO match_weights (market, version, source, most, note, evidence, associations, made_by)
         SELECT $1, max(version) + 1, $2, $3, $4, $5, $6, $7 FROM match_weights WHERE market = $1 RETURNING version`,
        [
          market,
          source,
          JSON.stringify(most),
          note,
          evidence === null ? null : JSON.stringify(evidence),
          JSON.stringify(associations),
          by.id,
        ],
      );
      const view = await one(tx, market, made?.version ?? 0);
      const entry = { action: 'match.makeWeights', detail: { market, source, most }, reason: note };
      await audit(tx, entryOf(view, by, entry));
      return view;
    });
  }

  /** Puts a version in force, also an earlier one again; the caller then asks for a full run. @throws NotFound */
  adopt(
    { market, version, reason }: { market: MarketCode; version: number; reason: string },
    by: Steerer,
    audit: Audit,
  ): Promise<WeightsVersion> {
    return this.db.transaction(async (tx) => {
      const wanted = await one(tx, market, version);
      await lock(tx, 'weights', market); // the later one stands
      const [before] = await rows<{ version: number }>(tx, inForce, [market]);
      await rows(
        tx,
        'INSERT INTO match_weight_adoptions (id, market, version, reason, adopted_by, adopted_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())',
        [newId(), market, version, reason, by.id],
      );
      const detail = { market, before: before?.version ?? null };
      await audit(tx, entryOf(wanted, by, { action: 'match.adoptWeights', detail, reason }));
      return one(tx, market, version);
    });
  }
}

async function one(tx: Tx, market: MarketCode, version: number): Promise<WeightsVersion> {
  const [row] = await rows<WeightsRow>(tx, `${select} AND w.version = $2`, [market, version]);
  if (!row) throw new NotFound('规则分值版本', String(version));
  return versionOf(row);
}

function entryOf(
  { market, version }: WeightsVersion,
  by: Steerer,
  entry: Pick<SteeringEntry, 'action' | 'detail' | 'reason'>,
) {
  return {
    ...entry,
    actor: by,
    // The first market's versions are called as they were before there was another.
    subject: market === 'software' ? `match-weights:${version}` : `match-weights:${market}:${version}`,
  };
}

function versionOf(row: WeightsRow): WeightsVersion {
  return {
    market: row.market,
    version: row.version,
    rules: ruleTexts(row.market).map(([rule, { label, about }]) => ({
      rule,
      label,
      about,
      most: row.most[rule] ?? 0,
    })),
    source: row.source,
    note: row.note,
    madeById: row.made_by,
    madeAt: row.made_at.toISOString(),
    active: row.active,
    adoptedAt: row.adopted_at?.toISOString() ?? null,
    adoptionReason: row.adoption_reason,
    evidence: row.evidence,
    associations: row.associations,
  };
}

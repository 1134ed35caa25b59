import { Injectable } from '@nestjs/common';
import { mostShown, type RuleWeights, type WeightsView } from '#contracts';
import { NotFound, newId } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { ruleAbouts, ruleLabels } from '../scoring/domain/rule-texts.js';
import { ruleNames } from '../scoring/domain/rules.js';
import type { Audit, Steerer } from './audit.js';
import { checkedWeights } from './weights.js';

interface WeightsRow {
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
  readonly source: 'manual' | 'learned';
  readonly most: RuleWeights;
  readonly note: string;
  readonly evidence?: WeightsView['evidence'];
  readonly associations?: WeightsView['associations'];
}

const inForce = 'SELECT version FROM match_weight_adoptions ORDER BY adopted_at DESC, id DESC LIMIT 1';
/** `WHERE` is open: add conditions with AND. */
const select = `SELECT w.version, w.source, w.most, w.note, w.evidence, w.associations, p.name AS made_by, w.made_at,
    w.version = (${inForce}) AS active, a.adopted_at, a.reason AS adoption_reason
  FROM match_weights w LEFT JOIN people p ON p.id = w.made_by
  LEFT JOIN LATERAL (SELECT adopted_at, reason FROM match_weight_adoptions x WHERE x.version = w.version
    ORDER BY adopted_at DESC, id DESC LIMIT 1) a ON true WHERE true`;

/** Versions of the rules' weights: made, never changed, put in force with a reason. */
@Injectable()
export class WeightsService {
  constructor(private readonly db: Database) {}

  /** Newest first. */
  async versions(): Promise<WeightsView[]> {
    return (await this.db.query<WeightsRow>(`${select} ORDER BY w.version DESC LIMIT ${mostShown}`)).map(
      viewOf,
    );
  }

  /** What matchings go by from now on. */
  async active(): Promise<WeightsView> {
    const [row] = await this.db.query<WeightsRow>(`${select} AND w.version = (${inForce})`);
    if (!row) throw new NotFound('启用中的规则分值');
    return viewOf(row);
  }

  /** As a person proposes them. @throws InvalidInput `match.weight`; WeightsSum */
  make(most: RuleWeights, note: string, by: Steerer, audit: Audit): Promise<WeightsView> {
    return this.add({ source: 'manual', most, note }, by, audit);
  }

  /** A further version, also a learnt one; it is in force when it is adopted. @throws InvalidInput `match.weight`; WeightsSum */
  add(weights: NewWeights, by: Steerer, audit: Audit): Promise<WeightsView> {
    const { source, note, evidence = null, associations = [] } = weights;
    const most = checkedWeights(weights.most);
    return this.db.transaction(async (tx) => {
      await rows(tx, 'LOCK TABLE match_weights IN SHARE ROW EXCLUSIVE MODE'); // two at once get two numbers
      const [made] = await rows<{ version: number }>(
        tx,
        `INSERT INTO match_weights (version, source, most, note, evidence, associations, made_by)
         SELECT max(version) + 1, $1, $2, $3, $4, $5, $6 FROM match_weights RETURNING version`,
        [
          source,
          JSON.stringify(most),
          note,
          evidence === null ? null : JSON.stringify(evidence),
          JSON.stringify(associations),
          by.id,
        ],
      );
      const view = await one(tx, made?.version ?? 0);
      await audit(tx, entryOf(view.version, 'match.makeWeights', { source, most }, by, note));
      return view;
    });
  }

  /** Puts a version in force, also an earlier one again; the caller then asks for a full run. @throws NotFound */
  adopt(version: number, reason: string, by: Steerer, audit: Audit): Promise<WeightsView> {
    return this.db.transaction(async (tx) => {
      await one(tx, version);
      await rows(tx, 'LOCK TABLE match_weight_adoptions IN SHARE ROW EXCLUSIVE MODE'); // the later one stands
      const [before] = await rows<{ version: number }>(tx, inForce);
      await rows(
        tx,
        'INSERT INTO match_weight_adoptions (id, version, reason, adopted_by, adopted_at) VALUES ($1, $2, $3, $4, clock_timestamp())',
        [newId(), version, reason, by.id],
      );
      const detail = { before: before?.version ?? null };
      await audit(tx, entryOf(version, 'match.adoptWeights', detail, by, reason));
      return one(tx, version);
    });
  }
}

async function one(tx: Tx, version: number): Promise<WeightsView> {
  const [row] = await rows<WeightsRow>(tx, `${select} AND w.version = $1`, [version]);
  if (!row) throw new NotFound('规则分值版本', String(version));
  return viewOf(row);
}

function entryOf(
  version: number,
  action: string,
  detail: Readonly<Record<string, unknown>>,
  by: Steerer,
  reason: string,
) {
  return {
    actor: by,
    action,
    subject: `match-weights:${version}`,
    detail,
    reason,
  };
}

function viewOf(row: WeightsRow): WeightsView {
  return {
    version: row.version,
    rules: ruleNames.map((rule) => ({
      rule,
      label: ruleLabels[rule],
      about: ruleAbouts[rule],
      most: row.most[rule],
    })),
    source: row.source,
    note: row.note,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    active: row.active,
    adoptedAt: row.adopted_at?.toISOString() ?? null,
    adoptionReason: row.adoption_reason,
    evidence: row.evidence,
    associations: row.associations,
  };
}

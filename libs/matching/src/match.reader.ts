import { Injectable } from '@nestjs/common';
import { ListingReader } from '#listings';
import { Database, keyset } from '#platform';
import { CatalogueCache } from './catalogue.cache.js';
import type { Found } from './catalogue.js';
import type { Reason } from './domain/score.js';
import { MatchingService } from './matching.service.js';

export interface MatchView {
  readonly scenarioId: string;
  readonly capabilityId: string;
  readonly firmId: string;
  /** 0–100, one decimal. */
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly runId: string | null;
  readonly matchedAt: string;
}

interface Row {
  scenario_id: string;
  capability_id: string;
  firm_id: string;
  score: string;
  reasons: Reason[];
  run_id: string | null;
  matched_at: Date;
}

/** What matching has found, of listings that are in force. */
@Injectable()
export class MatchReader {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly cache: CatalogueCache,
    private readonly matching: MatchingService,
  ) {}

  /** Best first. */
  async of(
    kind: 'scenario' | 'capability',
    id: string,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: MatchView[]; next: string | null }> {
    const [score, other] = keyset.read(cursor, 2) ?? [null, null];
    const [own, theirs] =
      kind === 'scenario' ? ['scenario_id', 'capability_id'] : ['capability_id', 'scenario_id'];
    const found = await this.db.query<Row & Record<string, unknown>>(
      `SELECT m.scenario_id, m.capability_id, m.firm_id, m.score, m.reasons, m.run_id, m.matched_at FROM matches m
       JOIN scenarios s ON s.id = m.scenario_id AND s.published_revision IS NOT NULL
       JOIN capabilities c ON c.id = m.capability_id AND c.published_revision IS NOT NULL
       WHERE m.${own} = $1 AND ($2::numeric IS NULL OR m.score < $2 OR (m.score = $2 AND m.${theirs} > $3::uuid))
       ORDER BY m.score DESC, m.${theirs} LIMIT $4`,
      [id, score, other, limit + 1],
    );
    return keyset.page(found, limit, (row) => [row.score, row[theirs as 'scenario_id']], view);
  }

  /** Any pair of listings in force, proposed or not; undefined when one of them is not in force. */
  async explain(
    scenarioId: string,
    capabilityId: string,
  ): Promise<(Found & { readonly excluded: string | undefined }) | undefined> {
    const scenario = await this.listings.published('scenario', scenarioId);
    if (!scenario) return undefined;
    const { catalogue } = await this.cache.current();
    return catalogue.explain(scenario, capabilityId, this.matching.preferences());
  }

  async isProposed(scenarioId: string, capabilityId: string): Promise<boolean> {
    return (
      (
        await this.db.query('SELECT 1 FROM matches WHERE scenario_id = $1 AND capability_id = $2', [
          scenarioId,
          capabilityId,
        ])
      ).length > 0
    );
  }

  async count(): Promise<number> {
    const [row] = await this.db.query<{ n: string }>('SELECT count(*) AS n FROM matches');
    return Number(row?.n);
  }
}

function view(row: Row): MatchView {
  return {
    scenarioId: row.scenario_id,
    capabilityId: row.capability_id,
    firmId: row.firm_id,
    score: Number(row.score),
    reasons: row.reasons,
    runId: row.run_id,
    matchedAt: row.matched_at.toISOString(),
  };
}

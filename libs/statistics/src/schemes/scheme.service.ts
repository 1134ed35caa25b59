import { Injectable } from '@nestjs/common';
import { type SchemeContent, type SchemeTrial, type SchemeVersionView, schemeContent } from '#contracts';
import { NotFound, newId, Stale } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { SchemeNotDraft } from '../errors.js';
import { type Freezer, PeriodService } from '../periods/period.service.js';
import { scoreUnits } from './score.js';

export interface SchemeCommand {
  readonly id: string;
  readonly actor: Freezer;
  readonly revision: number | undefined;
}

interface Row extends Record<string, unknown> {
  id: string;
  version: number;
  state: SchemeVersionView['state'];
  content: unknown;
  revision: number;
  createdBy: string;
  createdAt: Date;
  adoptedBy: string | null;
  adoptedAt: Date | null;
}

const columns = `id, version, state, content, revision, created_by_name AS "createdBy", created_at AS "createdAt",
  adopted_by_name AS "adoptedBy", adopted_at AS "adoptedAt"`;

/** Score schemes: drafts that are edited and tried, and adopted versions that stay as they are. */
@Injectable()
export class SchemeService {
  constructor(
    private readonly db: Database,
    private readonly periods: PeriodService,
  ) {}

  /** All versions, those of a scheme together, the newest first. */
  async list(): Promise<SchemeVersionView[]> {
    return (
      await this.db.query<Row>(`SELECT ${columns} FROM score_schemes ORDER BY id DESC, version DESC`)
    ).map(view);
  }

  create(content: SchemeContent, actor: Freezer): Promise<SchemeVersionView> {
    return this.db.transaction((tx) => insert(tx, newId(), 1, content, actor));
  }

  /** Changes the draft; where the newest version was adopted already, the next one is begun. */
  edit({ id, actor, revision }: SchemeCommand, content: SchemeContent): Promise<SchemeVersionView> {
    return this.db.transaction(async (tx) => {
      const last = await newest(tx, id);
      if (revision !== undefined && revision !== last.revision) throw new Stale(last.revision);
      if (last.state !== 'draft') return insert(tx, id, last.version + 1, content, actor);
      const [row] = await rows<Row>(
        tx,
        `UPDATE score_schemes SET content = $3, revision = revision + 1 WHERE id = $1 AND version = $2 RETURNING ${columns}`,
        [id, last.version, JSON.stringify(content)],
      );
      return view(row as Row);
    });
  }

  /** @throws SchemeNotDraft `statistics.scheme_not_draft` where the newest version was adopted already. */
  adopt({ id, actor, revision }: SchemeCommand): Promise<SchemeVersionView> {
    return this.db.transaction(async (tx) => {
      const last = await newest(tx, id);
      if (last.state !== 'draft') throw new SchemeNotDraft(last.version);
      if (revision !== undefined && revision !== last.revision) throw new Stale(last.revision);
      await rows(tx, "UPDATE score_schemes SET state = 'replaced' WHERE id = $1 AND state = 'adopted'", [id]);
      const [row] = await rows<Row>(
        tx,
        `UPDATE score_schemes SET state = 'adopted', revision = revision + 1, adopted_by = $3, adopted_by_name = $4, adopted_at = now()
         WHERE id = $1 AND version = $2 RETURNING ${columns}`,
        [id, last.version, actor.id, actor.name],
      );
      return view(row as Row);
    });
  }

  /**
   * Scores the units of a frozen period by the newest version, beside the one before it that was adopted.
   * @throws NotFound, PeriodNotStored `statistics.period_not_stored`
   */
  async trial(id: string, period: string): Promise<SchemeTrial> {
    const versions = (
      await this.db.query<Row>(`SELECT ${columns} FROM score_schemes WHERE id = $1 ORDER BY version DESC`, [
        id,
      ])
    ).map(view);
    const [tried] = versions;
    if (!tried) throw new NotFound('评分方案', id);
    const { figures } = await this.periods.figuresOf(period);
    const against = versions.find(({ version, state }) => version < tried.version && state !== 'draft');
    const before = new Map(
      against
        ? scoreUnits(against.content, figures[against.content.units]).map((unit) => [unit.key, unit])
        : [],
    );
    return {
      period,
      version: tried.version,
      against: against?.version ?? null,
      units: scoreUnits(tried.content, figures[tried.content.units]).map((unit) => ({
        ...unit,
        placeBefore: before.get(unit.key)?.place ?? null,
        totalBefore: before.get(unit.key)?.total ?? null,
      })),
    };
  }
}

async function newest(tx: Tx, id: string): Promise<SchemeVersionView> {
  const [row] = await rows<Row>(
    tx,
    `SELECT ${columns} FROM score_schemes WHERE id = $1 ORDER BY version DESC LIMIT 1 FOR UPDATE`,
    [id],
  );
  if (!row) throw new NotFound('评分方案', id);
  return view(row);
}

async function insert(
  tx: Tx,
  id: string,
  version: number,
  content: SchemeContent,
  actor: Freezer,
): Promise<SchemeVersionView> {
  const [row] = await rows<Row>(
    tx,
    `INSERT INTO score_schemes (id, version, state, content, created_by, created_by_name) VALUES ($1, $2, 'draft', $3, $4, $5)
     RETURNING ${columns}`,
    [id, version, JSON.stringify(content), actor.id, actor.name],
  );
  return view(row as Row);
}

function view(row: Row): SchemeVersionView {
  return {
    ...row,
    content: schemeContent.parse(row.content),
    createdAt: row.createdAt.toISOString(),
    adoptedAt: row.adoptedAt?.toISOString() ?? null,
  };
}

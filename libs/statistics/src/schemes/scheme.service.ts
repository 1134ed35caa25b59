import { Injectable } from '@nestjs/common';
import {
  mostShown,
  type SchemeContent,
  type SchemeTrial,
  type SchemeVersionView,
  schemeContent,
} from '#contracts';
import { NotFound, newId, Stale } from '#kernel';
import { Database, type Tx } from '#platform';
import { ScoreScheme } from '../entities/index.js';
import { SchemeNotDraft } from '../errors.js';
import { type Freezer, PeriodService } from '../periods/period.service.js';
import { scoreUnits } from './score.js';

export interface SchemeCommand {
  readonly id: string;
  readonly actor: Freezer;
  readonly revision: number | undefined;
}

/** Score schemes: drafts that are edited and tried, and adopted versions that stay as they are. */
@Injectable()
export class SchemeService {
  constructor(
    private readonly db: Database,
    private readonly periods: PeriodService,
  ) {}

  /** All versions, those of a scheme together, the newest first. */
  async list(): Promise<SchemeVersionView[]> {
    const found = await this.db.manager.find(ScoreScheme, {
      order: { id: 'DESC', version: 'DESC' },
      take: mostShown,
    });
    return found.map(view);
  }

  create(content: SchemeContent, actor: Freezer): Promise<SchemeVersionView> {
    return this.db.transaction((tx) => draft(tx, { id: newId(), version: 1, content, actor }));
  }

  /** Changes the draft; where the newest version was adopted already, the next one is begun. */
  edit({ id, actor, revision }: SchemeCommand, content: SchemeContent): Promise<SchemeVersionView> {
    return this.db.transaction(async (tx) => {
      const last = await newest(tx, id);
      if (revision !== undefined && revision !== last.revision) throw new Stale(last.revision);
      if (last.state !== 'draft') return draft(tx, { id, version: last.version + 1, content, actor });
      await tx.update(ScoreScheme, { id, version: last.version }, { content });
      return view(await newest(tx, id));
    });
  }

  /** @throws SchemeNotDraft `statistics.scheme_not_draft` where the newest version was adopted already. */
  adopt({ id, actor, revision }: SchemeCommand): Promise<SchemeVersionView> {
    return this.db.transaction(async (tx) => {
      const last = await newest(tx, id);
      if (last.state !== 'draft') throw new SchemeNotDraft(last.version);
      if (revision !== undefined && revision !== last.revision) throw new Stale(last.revision);
      const replaced = { state: 'replaced', revision: () => 'revision' } as const; // being replaced is no edit
      await tx.update(ScoreScheme, { id, state: 'adopted' }, replaced);
      const adopted = { adoptedBy: actor.id, adoptedByName: actor.name, adoptedAt: () => 'now()' };
      await tx.update(ScoreScheme, { id, version: last.version }, { state: 'adopted', ...adopted });
      return view(await newest(tx, id));
    });
  }

  /**
   * Scores the units of a frozen period by the newest version, beside the one before it that was adopted.
   * @throws NotFound, PeriodNotStored `statistics.period_not_stored`, MarketNotStored
   */
  async trial(id: string, period: string): Promise<SchemeTrial> {
    const found = await this.db.manager.find(ScoreScheme, { where: { id }, order: { version: 'DESC' } });
    const versions = found.map(view);
    const [tried] = versions;
    if (!tried) throw new NotFound('评分方案', id);
    const scored = async ({ content }: SchemeVersionView) =>
      scoreUnits(content, (await this.periods.figuresOf(period, content.market)).figures[content.units]);
    const against = versions.find(({ version, state }) => version < tried.version && state !== 'draft');
    const before = new Map(against ? (await scored(against)).map((unit) => [unit.key, unit]) : []);
    return {
      period,
      version: tried.version,
      against: against?.version ?? null,
      units: (await scored(tried)).map((unit) => ({
        ...unit,
        placeBefore: before.get(unit.key)?.place ?? null,
        totalBefore: before.get(unit.key)?.total ?? null,
      })),
    };
  }
}

async function newest(tx: Tx, id: string): Promise<ScoreScheme> {
  const found = await tx.findOne(ScoreScheme, {
    where: { id },
    order: { version: 'DESC' },
    lock: { mode: 'pessimistic_write' },
  });
  if (!found) throw new NotFound('评分方案', id);
  return found;
}

interface Draft {
  readonly id: string;
  readonly version: number;
  readonly content: SchemeContent;
  readonly actor: Freezer;
}

async function draft(tx: Tx, { actor, ...scheme }: Draft): Promise<SchemeVersionView> {
  const by = { createdBy: actor.id, createdByName: actor.name };
  await tx.insert(ScoreScheme, { ...scheme, ...by, state: 'draft' });
  return view(await newest(tx, scheme.id));
}

function view(scheme: ScoreScheme): SchemeVersionView {
  return {
    id: scheme.id,
    version: scheme.version,
    state: scheme.state,
    content: schemeContent.parse(scheme.content),
    revision: scheme.revision,
    createdBy: scheme.createdByName,
    createdAt: scheme.createdAt.toISOString(),
    adoptedBy: scheme.adoptedByName,
    adoptedAt: scheme.adoptedAt?.toISOString() ?? null,
  };
}

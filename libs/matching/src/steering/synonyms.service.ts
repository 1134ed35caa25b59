import { Injectable } from '@nestjs/common';
import type { SynonymsHead, SynonymsView } from '#contracts';
import { NotFound, Stale } from '#kernel';
import { Database, keyset, lock, rows, type Tx } from '#platform';
import { synonyms as builtIn, checkedGroups, type SynonymGroups } from '#text';
import type { Audit, ById, Steerer } from './audit.js';
import { SynonymsUnchanged } from './errors.js';

/** A version without its words, and with them. */
export type SynonymsSummary = ById<SynonymsHead, 'madeBy'>;
export type SynonymsVersion = ById<SynonymsView, 'madeBy'>;

interface SynonymsRow {
  version: number;
  groups: SynonymGroups;
  note: string;
  made_by: string | null;
  made_at: Date | null;
  newest: number;
}
type HeadRow = Omit<SynonymsRow, 'groups'> & { group_count: number; word_count: number };

const newest = '(SELECT coalesce(max(version), 0) FROM match_synonyms)';
const from = `s.made_by, s.made_at, ${newest} AS newest FROM match_synonyms s`;

/** Versions of the synonyms: made with a reason, never changed; the newest is what matchings go by. */
@Injectable()
export class SynonymsService {
  constructor(private readonly db: Database) {}

  /** In force, where no version is named. @throws NotFound */
  find(version?: number): Promise<SynonymsVersion> {
    return one(this.db.manager, version);
  }

  /** Newest first; the last is what came with the platform. */
  async list(
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: SynonymsSummary[]; next: string | null }> {
    const [before] = keyset.read(cursor, ['integer']) ?? [null];
    const found = await this.db.query<HeadRow>(
      `SELECT s.version, s.note, jsonb_array_length(s.groups) AS group_count,
         (SELECT coalesce(sum(jsonb_array_length(g)), 0)::integer FROM jsonb_array_elements(s.groups) g) AS word_count, ${from}
       WHERE $1::integer IS NULL OR s.version < $1 ORDER BY s.version DESC LIMIT $2`,
      [before, limit + 1],
    );
    const heads = found.map(({ group_count, word_count, ...row }) => headOf(row, group_count, word_count));
    if (heads.length <= limit) heads.push(summaryOf(await this.find(0)));
    return keyset.page(
      heads,
      limit,
      (head) => [head.version],
      (head) => head,
    );
  }

  /**
   * A further version, in force at once; the caller then asks for a full run.
   * @throws InvalidInput `synonym.…`; Stale; SynonymsUnchanged
   */
  make({ groups, note, base }: Synonyms, by: Steerer, audit: Audit): Promise<SynonymsSummary> {
    const checked = checkedGroups(groups);
    return this.db.transaction((tx) => add(tx, { groups: checked, note, base }, by, audit));
  }

  /** A further version with the groups of an earlier one. @throws NotFound; SynonymsUnchanged */
  restore(version: number, reason: string, by: Steerer, audit: Audit): Promise<SynonymsSummary> {
    return this.db.transaction(async (tx) => {
      const { groups } = await one(tx, version);
      return add(tx, { groups, note: reason, restored: version }, by, audit);
    });
  }
}

/** What a further version holds and why. */
interface Synonyms {
  readonly groups: SynonymGroups;
  readonly note: string;
  /** The version that it was made from. */
  readonly base: number;
}

interface NewSynonyms extends Omit<Synonyms, 'base'> {
  readonly base?: number;
  readonly restored?: number;
}

async function add(
  tx: Tx,
  { groups, note, base, restored }: NewSynonyms,
  by: Steerer,
  audit: Audit,
): Promise<SynonymsSummary> {
  // Two at once get two numbers; to lock the table itself would want a right to change its rows.
  await lock(tx, 'synonyms');
  const before = await one(tx);
  if (base !== undefined && base !== before.version) throw new Stale(before.version);
  if (JSON.stringify(groups) === JSON.stringify(before.groups)) throw new SynonymsUnchanged(before.version);
  const version = before.version + 1;
  await rows(tx, 'INSERT INTO match_synonyms (version, groups, note, made_by) VALUES ($1, $2, $3, $4)', [
    version,
    JSON.stringify(groups),
    note,
    by.id,
  ]);
  await audit(tx, {
    actor: by,
    action: restored === undefined ? 'match.makeSynonyms' : 'match.restoreSynonyms',
    subject: `match-synonyms:${version}`,
    detail: {
      before: before.version,
      ...(restored === undefined ? {} : { restored }),
      ...changeOf(before.groups, groups),
    },
    reason: note,
  });
  return summaryOf(await one(tx));
}

/** Groups that one list has and the other has not, counted. */
function changeOf(before: SynonymGroups, after: SynonymGroups): { added: number; removed: number } {
  const beyond = (of: SynonymGroups, other: SynonymGroups) => {
    const known = new Set(other.map((group) => JSON.stringify(group)));
    return of.filter((group) => !known.has(JSON.stringify(group))).length;
  };
  return { added: beyond(after, before), removed: beyond(before, after) };
}

async function one(tx: Tx, version?: number): Promise<SynonymsVersion> {
  const [row] = await rows<SynonymsRow>(
    tx,
    `SELECT s.version, s.note, s.groups, ${from} WHERE s.version = coalesce($1, ${newest})`,
    [version ?? null],
  );
  if (row) return versionOf(row);
  if (version !== undefined && version !== 0) throw new NotFound('同义词版本', String(version));
  const [last] = await rows<{ newest: number }>(tx, `SELECT ${newest} AS newest`);
  return versionOf({
    version: 0,
    groups: builtIn,
    note: '平台内置',
    made_by: null,
    made_at: null,
    newest: last?.newest ?? 0,
  });
}

function versionOf({ groups, ...row }: SynonymsRow): SynonymsVersion {
  return {
    ...headOf(row, groups.length, groups.flat().length),
    groups: groups.map((group) => [...group]),
  };
}

function headOf(row: Omit<SynonymsRow, 'groups'>, groupCount: number, wordCount: number): SynonymsSummary {
  return {
    version: row.version,
    groupCount,
    wordCount,
    note: row.note,
    madeById: row.made_by,
    madeAt: row.made_at?.toISOString() ?? null,
    inForce: row.version === row.newest,
  };
}

function summaryOf({ groups: _, ...head }: SynonymsVersion): SynonymsSummary {
  return head;
}

import { Injectable } from '@nestjs/common';
import { currentContext, Database, keyset, rows, type Tx } from '#platform';
import type { Actor } from './domain/principal.js';

/** Who, for whom, from where and by which request is taken from the request, unless it is said. */
export interface AuditEntry {
  readonly actor?: Actor;
  /** What was done, dotted: `organisation.approve`, `contact.read`. */
  readonly action: string;
  /** `organisation:<id>`, `person:<id>` … */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly reason?: string | null;
}

export interface AuditFilter {
  readonly subject?: string | undefined;
  /** An action, or what stands before its dot. */
  readonly action?: string | undefined;
  /** Part of the actor's name. */
  readonly actor?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface AuditRow {
  id: string;
  at: Date;
  actor_id: string | null;
  actor_name: string;
  on_behalf: string | null;
  address: string | null;
  request_id: string | null;
  action: string;
  subject: string;
  detail: unknown;
  reason: string | null;
}

/** Who did what to whom, for whom, when, from where and why; the database refuses to change or delete an entry. */
@Injectable()
export class AuditService {
  constructor(private readonly db: Database) {}

  /** In the transaction of the change: both stand, or neither. */
  async record(tx: Tx, entry: AuditEntry): Promise<void> {
    const context = currentContext();
    const actor = entry.actor ?? context?.actor;
    await rows(
      tx,
      `INSERT INTO audit_entries (actor_id, actor_name, on_behalf, address, request_id, action, subject, detail, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        actor?.id ?? null,
        actor?.name ?? '系统',
        context?.actor?.onBehalf ?? null,
        context?.address ?? null,
        context?.requestId ?? null,
        entry.action,
        entry.subject,
        JSON.stringify(entry.detail ?? {}),
        entry.reason ?? null,
      ],
    );
  }

  /** What is no change: a reading, a refusal. */
  async note(entry: AuditEntry): Promise<void> {
    await this.record(this.db.manager, entry);
  }

  async list(filter: AuditFilter, limit: number, cursor: string | undefined) {
    const [before] = keyset.read(cursor, ['serial']) ?? [null];
    const found = await this.db.query<AuditRow>(
      `SELECT id, at, actor_id, actor_name, on_behalf, address, request_id, action, subject, detail, reason FROM audit_entries
       WHERE ($1::text IS NULL OR subject = $1) AND ($2::text IS NULL OR action = $2 OR starts_with(action, $2 || '.'))
         AND ($3::text IS NULL OR strpos(actor_name, $3) > 0)
         AND ($4::date IS NULL OR at >= $4::date::timestamp AT TIME ZONE 'Asia/Shanghai')
         AND ($5::date IS NULL OR at < ($5::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
         AND ($6::bigint IS NULL OR id < $6) ORDER BY id DESC LIMIT $7`,
      [
        filter.subject ?? null,
        filter.action ?? null,
        filter.actor ?? null,
        filter.from ?? null,
        filter.to ?? null,
        before,
        limit + 1,
      ],
    );
    return keyset.page(found, limit, (row) => [row.id], view);
  }
}

function view(row: AuditRow) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actorId: row.actor_id,
    actorName: row.actor_name,
    onBehalf: row.on_behalf,
    address: row.address,
    requestId: row.request_id,
    action: row.action,
    subject: row.subject,
    detail: row.detail,
    reason: row.reason,
  };
}

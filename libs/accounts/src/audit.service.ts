import { Injectable } from '@nestjs/common';
import { currentRequestId, Database, keyset, rows, type Tx } from '#platform';

export interface AuditEntry {
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  /** `organisation:<id>`, `person:<id>` … */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly reason?: string | null;
}

interface AuditRow {
  id: string;
  at: Date;
  actor_id: string | null;
  actor_name: string;
  action: string;
  subject: string;
  detail: unknown;
  reason: string | null;
}

/** Who did what to whom, when and why; the database refuses to change or delete an entry. */
@Injectable()
export class AuditService {
  constructor(private readonly db: Database) {}

  async record(tx: Tx, entry: AuditEntry): Promise<void> {
    await rows(
      tx,
      'INSERT INTO audit_entries (actor_id, actor_name, action, subject, detail, reason, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [
        entry.actorId,
        entry.actorName,
        entry.action,
        entry.subject,
        JSON.stringify(entry.detail ?? {}),
        entry.reason ?? null,
        currentRequestId() ?? null,
      ],
    );
  }

  async list(subject: string | undefined, limit: number, cursor: string | undefined) {
    const [before] = keyset.read(cursor, ['serial']) ?? [null];
    const found = await this.db.query<AuditRow>(
      `SELECT id, at, actor_id, actor_name, action, subject, detail, reason FROM audit_entries
       WHERE ($1::text IS NULL OR subject = $1) AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [subject ?? null, before, limit + 1],
    );
    return keyset.page(
      found,
      limit,
      (row) => [row.id],
      (row) => ({
        id: row.id,
        at: row.at.toISOString(),
        actorId: row.actor_id,
        actorName: row.actor_name,
        action: row.action,
        subject: row.subject,
        detail: row.detail,
        reason: row.reason,
      }),
    );
  }
}

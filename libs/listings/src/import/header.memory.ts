import { Injectable } from '@nestjs/common';
import { ignored, kindNamed, type LabelOf, type ListingKind, sheetColumnsOf } from '#contracts';
import { NotFound, newId } from '#kernel';
import { Database, keyset, rows, type Tx } from '#platform';
import type { Remembered } from './layout/names.js';
import { headerName } from './layout/words.js';

/** What a body has said of a header. */
export interface RememberedHeader {
  readonly id: string;
  readonly kind: ListingKind;
  readonly header: string;
  readonly field: string;
  readonly label: string;
  readonly by: string;
  readonly at: string;
}

interface HeaderRow {
  readonly id: string;
  readonly kind: ListingKind;
  readonly written: string;
  readonly field: string;
  readonly person_name: string;
  readonly created_at: Date;
  readonly [key: string]: unknown;
}

/** What coordinators have said of headers: each body's further files are read by it. */
@Injectable()
export class HeaderMemory {
  constructor(private readonly db: Database) {}

  async of(tx: Tx, bodyId: string | null, kind: ListingKind): Promise<Remembered> {
    if (bodyId === null) return new Map();
    const found = await rows<{ header: string; field: string }>(
      tx,
      'SELECT header, field FROM import_headers WHERE body_id = $1 AND kind = $2',
      [bodyId, kind],
    );
    return new Map(found.map(({ header, field }) => [header, field]));
  }

  /** What was said last holds. */
  async remember(
    tx: Tx,
    { bodyId, kind, by }: { readonly bodyId: string; readonly kind: ListingKind; readonly by: string },
    said: readonly { readonly header: string; readonly field: string }[],
  ): Promise<void> {
    for (const { header, field } of said) {
      const { full } = headerName(header);
      if (full === '') continue;
      await rows(
        tx,
        `INSERT INTO import_headers (id, body_id, kind, header, written, field, person_name) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT ON CONSTRAINT uq_import_headers_header DO UPDATE
           SET written = excluded.written, field = excluded.field, person_name = excluded.person_name, created_at = now()`,
        [newId(), bodyId, kind, full.slice(0, 200), header.slice(0, 200), field, by],
      );
    }
  }

  async list(
    bodyId: string,
    labelOf: LabelOf,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: RememberedHeader[]; next: string | null }> {
    const [after] = keyset.read(cursor, ['id']) ?? [null];
    const found = await this.db.query<HeaderRow>(
      `SELECT id, kind, written, field, person_name, created_at FROM import_headers
       WHERE body_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [bodyId, after, limit + 1],
    );
    return keyset.page(
      found,
      limit,
      (row) => [row.id],
      (row) => headerView(row, labelOf),
    );
  }

  /** @throws NotFound also for another body's. */
  async forget(bodyId: string, id: string): Promise<void> {
    const gone = await this.db.query(
      'DELETE FROM import_headers WHERE body_id = $1 AND id = $2 RETURNING id',
      [bodyId, id],
    );
    if (gone.length === 0) throw new NotFound('列名对应', id);
  }
}

function headerView(
  { id, kind, written, field, person_name, created_at }: HeaderRow,
  labelOf: LabelOf,
): RememberedHeader {
  const known = sheetColumnsOf(kindNamed(kind, labelOf)).find(({ key }) => key === field);
  return {
    id,
    kind,
    header: written,
    field,
    label: field === ignored ? '不导入' : (known?.label ?? field),
    by: person_name,
    at: created_at.toISOString(),
  };
}

import type { ImportSummary, ImportView } from '#contracts';
import type { ImportRow } from '#listings';

export function summaryOf(row: ImportRow): ImportSummary {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fileName: row.file_name,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    refusal: row.refusal,
    total: row.total,
    valid: row.valid,
    refused: row.refused,
    questions: row.questions,
    changes: row.changes,
    unchanged: row.unchanged,
    notices: row.notices,
    skipped: row.skipped,
    created: row.created,
    revised: row.revised,
    known: row.known,
    left: row.left_out,
    submitted: row.submitted,
    published: row.published,
    undoneBy: row.undone_by,
    undoReason: row.undo_reason,
  };
}

/** @param ahead imports that are worked on before this one is */
export function importView(row: ImportRow, ahead = 0): ImportView {
  return {
    ...summaryOf(row),
    organisationId: row.organisation_id,
    sheets: row.sheets.map(({ index, name, rows }) => ({
      index,
      name,
      rows: rows.map((one) => ({ row: one.row, cells: [...one.cells] })),
    })),
    sheet: row.sheet,
    headerRow: row.header_row,
    headerRows: row.header_rows,
    unit: row.unit,
    mapping: row.mapping.map((one) => ({ ...one, samples: [...one.samples] })),
    newOrganisations: row.new_organisations,
    revise: row.revise,
    job: row.job_id === null ? null : { id: row.job_id, href: `/api/v1/jobs/${row.job_id}` },
    ahead,
    version: row.version,
  };
}

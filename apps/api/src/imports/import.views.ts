import type { ImportSummary, ImportView } from '#contracts';
import { type Import, sheetsAlike } from '#listings';

export function summaryOf(row: Import): ImportSummary {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fileName: row.fileName,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
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
    left: row.leftOut,
    submitted: row.submitted,
    published: row.published,
    undoneBy: row.undoneBy,
    undoReason: row.undoReason,
  };
}

/** @param ahead imports that are worked on before this one is */
export function importView(row: Import, ahead = 0): ImportView {
  return {
    ...summaryOf(row),
    organisationId: row.organisationId,
    sheets: row.sheets.map(({ index, name, rows }) => ({
      index,
      name,
      rows: rows.map((one) => ({ row: one.row, cells: [...one.cells] })),
    })),
    sheet: row.sheet,
    sheetsAlike: sheetsAlike(row.sheets, row.sheet, row.headerRow),
    headerRow: row.headerRow,
    headerRows: row.headerRows,
    unit: row.unit,
    mapping: row.mapping.map((one) => ({ ...one, samples: [...one.samples] })),
    newOrganisations: row.newOrganisations,
    revise: row.revise,
    job: row.jobId === null ? null : { id: row.jobId, href: `/api/v1/jobs/${row.jobId}` },
    ahead,
    version: row.version,
  };
}

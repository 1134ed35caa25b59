import { ignored } from '#contracts';
import { Stale } from '#kernel';
import type { Tx } from '#platform';
import type { ListingActor } from '../domain/refusals.js';
import { Import } from '../entities/import.js';
import type { HeaderMemory } from './header.memory.js';
import { lockImport } from './import.store.js';
import { type Choice, ImportUnderWay } from './import.types.js';

/** What a person changes of an import that waits. */
export interface ImportChange {
  readonly sheet?: number | undefined;
  readonly headerRow?: number | undefined;
  readonly mapping?: readonly { readonly column: number; readonly field: string }[] | undefined;
  readonly newOrganisations?: boolean | undefined;
  readonly revise?: boolean | undefined;
  readonly organisationId?: string | undefined;
}

/** Who changes an import as it was read. */
export interface ImportCommand {
  readonly id: string;
  readonly version: number;
  readonly actor: ListingActor;
}

/** What people choose of imports that wait: sheet, header, columns, and what becomes of their rows. */
export class ImportChoices {
  constructor(private readonly headers: HeaderMemory) {}

  /**
   * Keeps what a person chose. @returns the reading that it wants, or undefined where nothing has to be read again.
   * @throws Stale, ImportUnderWay
   */
  async keep(
    tx: Tx,
    { id, version, actor: by }: ImportCommand,
    change: ImportChange,
  ): Promise<number | undefined> {
    const before = await lockImport(tx, id);
    if (before.version !== version) throw new Stale(before.version);
    const onlyWords = Object.entries(change).every(
      ([name, value]) => value === undefined || name === 'revise',
    );
    const open = onlyWords ? ['previewed', 'stopped', 'committed'] : ['header', 'previewed', 'reading'];
    if (!open.includes(before.state)) throw new ImportUnderWay(before.state);
    const revise = change.revise ?? before.revise;
    if (onlyWords) {
      await tx.update(Import, { id }, { revise });
      return undefined;
    }
    await this.remember(tx, before, change, by);
    const reading = before.reading + 1;
    await tx.update(
      Import,
      { id },
      {
        revise,
        choice: chosen(before, change),
        newOrganisations: change.newOrganisations ?? before.newOrganisations,
        organisationId: change.organisationId ?? before.organisationId,
        state: 'reading',
        reading,
      },
    );
    return reading;
  }

  /** What a coordinator says of a header holds for his body's further files. */
  private async remember(
    tx: Tx,
    before: Import,
    { mapping = [] }: ImportChange,
    by: ListingActor,
  ): Promise<void> {
    if (before.bodyId === null) return;
    const said = mapping.flatMap(({ column, field }) => {
      const now = before.mapping.find((one) => one.column === column);
      const isNew = now !== undefined && now.header !== '' && (now.field !== field || now.how === 'question');
      return isNew ? [{ header: now.header, field }] : [];
    });
    await this.headers.remember(tx, { bodyId: before.bodyId, kind: before.kind, by: by.name }, said);
  }
}

/** Columns that were chosen hold for the header that they were chosen under. */
function chosen(before: Import, { sheet, headerRow, mapping }: ImportChange): Choice {
  const moved =
    (sheet !== undefined && sheet !== before.sheet) ||
    (headerRow !== undefined && headerRow !== before.headerRow);
  const fields: Record<string, string> = moved ? {} : { ...before.choice.fields };
  for (const { column, field } of mapping ?? []) {
    const now = before.mapping.find((one) => one.column === column);
    if (moved || !now || now.field !== field || now.how === 'question' || String(column) in fields)
      fields[column] = field || ignored;
  }
  const other = sheet !== undefined && sheet !== before.sheet ? {} : before.choice;
  const at = {
    ...other,
    ...(sheet === undefined ? {} : { sheet }),
    ...(headerRow === undefined ? {} : { headerRow }),
  };
  // A person who chooses a row has that sheet before his eyes.
  return { ...at, ...('headerRow' in at && !('sheet' in at) ? { sheet: before.sheet } : {}), fields };
}

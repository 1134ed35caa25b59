import { rows, type Tx } from '#platform';
import { controllersAbove } from './controllers.js';

/** Who has a stake in what two parties do: whoever is named here decides nothing on it. By ids and codes, never by names. */
export interface Stakes {
  /** Credit codes of the parties and of everyone who controls one, all the way up. */
  readonly codes: readonly string[];
  /** Codes of the departments that own the demand. */
  readonly departments: readonly string[];
  /** Coordinating bodies that are one of these organisations or departments. */
  readonly bodyIds: readonly string[];
  /** The people who work for any of them. */
  readonly personIds: readonly string[];
}

/** The stakes as they are at this moment. @param parties their credit codes. @param departments that own the demand. */
export async function stakesIn(
  tx: Tx,
  parties: readonly string[],
  departments: readonly (string | null)[],
): Promise<Stakes> {
  const above = await controllersAbove(tx, parties);
  const codes = [...new Set([...parties, ...[...above.values()].flat()])].sort();
  const owning = [...new Set(departments.filter((code) => code !== null))].sort();
  const bodies = await rows<{ id: string }>(
    tx,
    'SELECT id FROM bodies WHERE uscc = ANY($1::text[]) OR department = ANY($2::text[]) ORDER BY id',
    [codes, owning],
  );
  const bodyIds = bodies.map((row) => row.id);
  const people = await rows<{ id: string }>(
    tx,
    `SELECT p.id FROM people p LEFT JOIN organisations o ON o.id = p.organisation_id
     WHERE o.uscc = ANY($1::text[]) OR p.body_id = ANY($2::uuid[]) ORDER BY p.id`,
    [codes, bodyIds],
  );
  return { codes, departments: owning, bodyIds, personIds: people.map((row) => row.id) };
}

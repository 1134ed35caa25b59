import { type Asker, askerOf, type Principal } from '#accounts';
import { type ColumnSql, conditionSql, narrowed, type Parameters, type Rule } from '#kernel';

/** What the rule looks at. */
export interface MeetingFacts {
  /** Of its reporting area. */
  readonly area: string | null;
  /** It is no draft any more. */
  readonly announced: boolean;
  /** The asker's organisation, where a listing of it is invited. */
  readonly invited: string | null;
}

/** A meeting: the coordinators' in whose area it is, and once it is announced those whom it is for. */
export const meetingSeen: Rule<MeetingFacts, Asker> = {
  any: [
    { asker: 'all' },
    { row: 'area', is: 'area' },
    { all: [{ row: 'announced' }, { row: 'invited', is: 'organisationId' }] },
  ],
};

/** Of meetings `m`. */
export function meetingSeenSql(caller: Principal, parameters: Parameters): string {
  const asker = askerOf(caller);
  // Bound only where the rule asks for it: a parameter that no statement uses has no type.
  const own =
    asker.all || asker.organisationId === null
      ? 'NULL::uuid'
      : `${parameters.bind(asker.organisationId)}::uuid`;
  const columns: Readonly<Record<keyof MeetingFacts, ColumnSql>> = {
    area: { sql: 'm.area', type: 'text' },
    announced: { sql: "(m.state <> 'draft')", type: 'boolean' },
    invited: {
      sql: `(SELECT l.organisation_id FROM meeting_listings l WHERE l.meeting_id = m.id AND l.organisation_id = ${own} LIMIT 1)`,
      type: 'uuid',
    },
  };
  return conditionSql(narrowed(meetingSeen, asker), columns, parameters);
}

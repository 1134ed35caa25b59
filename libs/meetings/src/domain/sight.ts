import type { Asker } from '#accounts';
import type { ColumnSql, Rule } from '#kernel';

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

/** Of meetings `m`; the asker's organisation is bound as `own`. */
export const meetingColumns: Readonly<Record<keyof MeetingFacts, ColumnSql>> = {
  area: { sql: 'm.area', type: 'text' },
  announced: { sql: "(m.state <> 'draft')", type: 'boolean' },
  invited: {
    sql: '(SELECT l.organisation_id FROM meeting_listings l WHERE l.meeting_id = m.id AND l.organisation_id = :own::uuid LIMIT 1)',
    type: 'uuid',
  },
};

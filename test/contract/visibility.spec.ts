import fc from 'fast-check';
import { organisationInForce } from '#accounts';
import { allows, newId, Parameters } from '#kernel';
import { anyone, type ListingFacts, type Sight, seenInForce, seenInForceSql } from '#listings';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { uscc } from '../support/people.js';

const ids = Array.from({ length: 4 }, () => newId());
const id = fc.constantFrom(...ids);
const stateOf = (organisation: string) => (organisation === ids[0] ? 'suspended' : 'approved');
const area = fc.option(fc.constantFrom('410103', '410105'));
const listing: fc.Arbitrary<ListingFacts> = fc.record({
  id,
  visibility: fc.constantFrom('public', 'members', 'invited', 'of another city'),
  area,
  organisationId: id,
});
const asker: fc.Arbitrary<Sight> = fc
  .record({
    member: fc.boolean(),
    all: fc.boolean(),
    area,
    organisationId: fc.option(id),
    invitedTo: fc.array(id, { maxLength: 2 }),
  })
  .map((of) => ({ ...anyone, ...of }));

describe('the visibility rule of listings', () => {
  let suite: SuiteDatabase;
  beforeAll(async () => {
    suite = await suiteDatabase();
    for (const [n, organisation] of ids.entries())
      await suite.db.query(
        "INSERT INTO organisations (id, uscc, name, kinds, state) VALUES ($1, $2, '示例', '{user}', $3)",
        [organisation, uscc(n), stateOf(organisation)],
      );
  });
  afterAll(() => suite.drop());

  /** What PostgreSQL lets the asker see, by number. */
  async function seenInDatabase(listings: readonly ListingFacts[], sight: Sight): Promise<boolean[]> {
    const records = listings.map((of, n) => ({ n, ...of, organisation_id: of.organisationId }));
    const parameters = new Parameters(JSON.stringify(records));
    const aliases = { head: 'h', revision: 'h', organisation: 'o' };
    const found = await suite.db.query<{ n: number }>(
      `SELECT h.n FROM (SELECT *, 1 AS published_revision FROM jsonb_to_recordset($1::jsonb)
         AS x(n integer, id uuid, visibility text, area text, organisation_id uuid)) h
       CROSS JOIN (SELECT NULL::text AS area) o WHERE ${seenInForceSql(aliases, sight, parameters)}`,
      parameters.values,
    );
    const seen = new Set(found.map((row) => row.n));
    return listings.map((_, n) => seen.has(n));
  }

  it('lets the same listings through as SQL and as a function, whoever asks', () =>
    fc.assert(
      fc.asyncProperty(fc.array(listing, { minLength: 1, maxLength: 20 }), asker, async (listings, sight) => {
        expect(await seenInDatabase(listings, sight)).toEqual(
          listings.map(
            (of) => organisationInForce(stateOf(of.organisationId)) && allows(seenInForce, of, sight),
          ),
        );
      }),
      { numRuns: 200 },
    ));
});

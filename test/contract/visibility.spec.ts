import fc from 'fast-check';
import { type Asker, organisationInForce, organisationSeen } from '#accounts';
import { engagementSeen, evidenceSeen } from '#engagements';
import { allows, conditionSql, narrowed, newId, Parameters, type Rule } from '#kernel';
import {
  anyone,
  importSeen,
  type ListingFacts,
  type Sight,
  seenByMakers,
  seenInForce,
  seenInForceSql,
} from '#listings';
import { decisionSeen } from '#matching';
import { editionSeen } from '#publication';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { uscc } from '../support/people.js';

const ids = Array.from({ length: 4 }, () => newId());
const stateOf = (organisation: string) => (organisation === ids[0] ? 'suspended' : 'approved');
const id = fc.constantFrom(...ids);
const area = fc.option(fc.constantFrom('410103', '410105'));
const switched = fc.boolean();
const listing: fc.Arbitrary<ListingFacts> = fc.record({
  id,
  visibility: fc.constantFrom('public', 'members', 'invited', 'of another city'),
  area,
  organisationId: id,
});
const sight: fc.Arbitrary<Sight> = fc
  .record({
    member: switched,
    all: switched,
    operator: switched,
    area,
    organisationId: fc.option(id),
    worksFor: fc.option(id),
    bodyId: fc.option(id),
    invitedTo: fc.array(id, { maxLength: 2 }),
  })
  .map((of) => ({ ...anyone, ...of }));

/** Every kind's rule, with rows of all sorts. */
const parties = { demandId: id, firmId: id, area };
const rules: Readonly<Record<string, { rule: object; row: Record<string, fc.Arbitrary<unknown>> }>> = {
  'listing, as its makers see it': {
    rule: seenByMakers,
    row: { id, visibility: fc.constant('public'), area, organisationId: id },
  },
  edition: { rule: editionSeen, row: { issued: switched, issuerCode: fc.constantFrom('410100', '410105') } },
  decision: { rule: decisionSeen, row: { area } },
  engagement: { rule: engagementSeen, row: parties },
  evidence: { rule: evidenceSeen, row: { ...parties, attached: switched, uploadedFor: id } },
  import: { rule: importSeen, row: { ownerId: fc.option(id), bodyId: fc.option(id) } },
  organisation: { rule: organisationSeen, row: { id, area } },
};

describe('who sees what, as SQL and as a function', () => {
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

  async function chosen(sql: string, parameters: Parameters, of: number): Promise<boolean[]> {
    const found = new Set((await suite.db.query<{ n: number }>(sql, parameters.values)).map((row) => row.n));
    return Array.from({ length: of }, (_, n) => found.has(n));
  }

  it.each(Object.keys(rules))('is the same for every %s and everyone who asks', (kind) => {
    const { row, rule: given } = rules[kind] as (typeof rules)[string];
    const rule = given as Rule<Record<string, unknown>, Sight | Asker>;
    const names = Object.keys(row);
    return fc.assert(
      fc.asyncProperty(
        fc.array(fc.record(row), { minLength: 1, maxLength: 20 }),
        sight,
        async (things, asker) => {
          const parameters = new Parameters(JSON.stringify(things.map((thing, n) => ({ n, ...thing }))));
          const typeOf = (name: string) => (typeof things[0]?.[name] === 'boolean' ? 'boolean' : 'text');
          const columns = Object.fromEntries(
            names.map((name) => [name, { sql: `x."${name}"`, type: typeOf(name) } as const]),
          );
          const sql = `SELECT x.n FROM jsonb_to_recordset($1::jsonb)
             AS x(n integer, ${names.map((name) => `"${name}" ${typeOf(name)}`).join(', ')})
             WHERE ${conditionSql(narrowed(rule, asker), columns, parameters)}`;
          expect(await chosen(sql, parameters, things.length)).toEqual(
            things.map((thing) => allows(rule, thing, asker)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same for every listing in force, whose organisation must be so too', () =>
    fc.assert(
      fc.asyncProperty(fc.array(listing, { minLength: 1, maxLength: 20 }), sight, async (listings, asker) => {
        const records = listings.map((of, n) => ({ n, ...of, organisation_id: of.organisationId }));
        const parameters = new Parameters(JSON.stringify(records));
        const aliases = { head: 'h', revision: 'h', organisation: 'o' };
        const sql = `SELECT h.n FROM (SELECT *, 1 AS published_revision FROM jsonb_to_recordset($1::jsonb)
             AS x(n integer, id uuid, visibility text, area text, organisation_id uuid)) h
           CROSS JOIN (SELECT NULL::text AS area) o WHERE ${seenInForceSql(aliases, asker, parameters)}`;
        expect(await chosen(sql, parameters, listings.length)).toEqual(
          listings.map(
            (of) => organisationInForce(stateOf(of.organisationId)) && allows(seenInForce, of, asker),
          ),
        );
      }),
      { numRuns: 200 },
    ));
});

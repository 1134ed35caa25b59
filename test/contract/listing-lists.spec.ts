import fc from 'fast-check';
import type { ListingState } from '#contracts';
import { allows, newId } from '#kernel';
import { anyone, type ListingFilter, type Sight, seenByMakers, seenInForce } from '#listings';
import { ListingsStage, organisation, scenario } from '../support/listing-stage.js';

const areas = ['410103', '410105'] as const;
const states = ['draft', 'submitted', 'published', 'withdrawn'] as const;
const fields = ['ai', 'bigdata'] as const;

interface Revision {
  readonly state: ListingState;
  readonly visibility: string;
  readonly area: string | null;
  readonly fields: readonly string[];
}

/** A listing of the suite, its first revision in force where it says so. */
interface Made {
  readonly id: string;
  readonly minute: number;
  readonly owner: number;
  readonly newest: Revision;
  readonly published: Revision | undefined;
}

const revision: fc.Arbitrary<Revision> = fc.record({
  state: fc.constantFrom(...states.filter((state) => state !== 'published')),
  visibility: fc.constantFrom('public', 'members', 'invited'),
  area: fc.option(fc.constantFrom(...areas)),
  fields: fc.subarray([...fields]),
});
const made: fc.Arbitrary<Made> = fc.record({
  id: fc.constant('').map(() => newId()),
  // Many share an instant: an import gives its listings one.
  minute: fc.nat(20),
  owner: fc.nat(3),
  newest: revision,
  published: fc.option(
    revision.map((of) => ({ ...of, state: 'published' as const })),
    { nil: undefined },
  ),
});

describe('a list of listings', () => {
  let stage: ListingsStage;
  /** The last is suspended, and the second one lies elsewhere. */
  const owners: { id: string; area: string; suspended: boolean }[] = [];
  const [all = []] = fc.sample(fc.array(made, { minLength: 400, maxLength: 400 }), { seed: 7, numRuns: 1 });

  beforeAll(async () => {
    stage = await ListingsStage.begin();
    for (const [n, area] of [...areas, ...areas].entries()) {
      const suspended = n === 3;
      const id = await organisation(stage.suite.db, { area, state: suspended ? 'suspended' : 'approved' });
      owners.push({ id, area, suspended });
    }
    const { contact: _, ...document } = scenario();
    const records = all.flatMap((one) => {
      const { newest, published } = one;
      const head = { id: one.id, owner: owners[one.owner]?.id, minute: one.minute };
      return (published ? [published, newest] : [newest]).map((of, i, both) => ({
        ...head,
        ...{ revision: i + 1, newest: both.length, published: published ? 1 : null, state: of.state },
        content: { ...document, visibility: of.visibility, area: of.area, fields: of.fields },
      }));
    });
    await stage.suite.db.query(
      `WITH x AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, owner uuid, minute integer, revision integer,
           newest integer, published integer, state text, content jsonb)),
         heads AS (INSERT INTO listings (id, kind, number, organisation_id, revision, published_revision, created_at)
           SELECT id, 'scenario', 'CJ-2020-' || id, owner, newest, published, '2026-01-01Z'::timestamptz + minute * interval '1 minute'
           FROM x WHERE revision = newest)
       INSERT INTO listing_revisions (listing_id, revision, state, title, content) SELECT id, revision, state, '示例', content FROM x`,
      [JSON.stringify(records)],
    );
  });
  afterAll(() => stage.suite.drop());

  /** What the asker sees of it, by the rules themselves. */
  function seenOf({ id, owner, newest, published }: Made, sight: Sight): Revision | undefined {
    const by = owners[owner];
    if (!by) return undefined;
    const facts = (of: Revision) => ({ ...of, id, organisationId: by.id, area: of.area ?? by.area });
    if (allows(seenByMakers, facts(newest), sight)) return newest;
    return published && !by.suspended && allows(seenInForce, facts(published), sight) ? published : undefined;
  }

  function passes(
    { owner }: Made,
    seen: Revision,
    { state, field, area, organisation: of }: ListingFilter,
  ): boolean {
    const by = owners[owner];
    return (
      (state?.includes(seen.state) ?? true) &&
      (field?.some((one) => seen.fields.includes(one)) ?? true) &&
      (area?.includes(seen.area ?? by?.area ?? '') ?? true) &&
      (of === undefined || of === by?.id)
    );
  }

  const filter: fc.Arbitrary<ListingFilter> = fc.record(
    {
      state: fc.subarray<ListingState>([...states], { minLength: 1 }),
      field: fc.subarray<string>([...fields], { minLength: 1 }),
      area: fc.subarray<string>([...areas], { minLength: 1 }),
      organisation: fc.nat(3).map((n) => owners[n]?.id ?? ''),
    },
    { requiredKeys: [] },
  );
  const asker: fc.Arbitrary<Sight> = fc
    .oneof(
      fc.constant<Partial<Sight>>({ all: true, member: true }),
      fc.constantFrom(...areas).map((area): Partial<Sight> => ({ area, member: true })),
      fc.nat(3).map((n): Partial<Sight> => ({ organisationId: owners[n]?.id ?? null, member: true })),
      fc.constant<Partial<Sight>>({ member: true }),
      fc.constant<Partial<Sight>>({}),
      fc
        .constant(0)
        .map((): Partial<Sight> => ({ member: true, invitedTo: all.slice(0, 9).map((one) => one.id) })),
    )
    .map((of) => ({ ...anyone, ...of }));

  it('has page by page, the newest first, what the rules show of each listing and the filter takes', () =>
    fc.assert(
      fc.asyncProperty(asker, filter, fc.integer({ min: 1, max: 60 }), async (sight, wanted, limit) => {
        const expected = all
          .flatMap((one) => {
            const seen = seenOf(one, sight);
            return seen && passes(one, seen, wanted) ? [{ ...one, state: seen.state }] : [];
          })
          .sort((a, b) => b.minute - a.minute || (a.id < b.id ? 1 : -1));
        const found: { id: string; state: ListingState }[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await stage.queries.list('scenario', wanted, sight, { limit, cursor });
          expect(page.items.length).toBe(page.next === null ? page.items.length : limit);
          found.push(...page.items.map(({ id, state }) => ({ id, state })));
          if (page.next === null) break;
          cursor = page.next;
        }
        expect(found).toEqual(expected.map(({ id, state }) => ({ id, state })));
      }),
      { numRuns: 60 },
    ));
});

import fc from 'fast-check';
import { AuditService } from '#accounts';
import { type Fact, type ListingView, scenarioContent } from '#contracts';
import { addDays, DomainError, dayOf, newId } from '#kernel';
import {
  DictionaryService,
  type ListingActor,
  ListingQueries,
  ListingReader,
  ListingService,
  ListingWriter,
} from '#listings';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

const moves = ['edit', 'submit', 'approve', 'changes', 'reject', 'withdraw', 'expire'] as const;
type Move = (typeof moves)[number];

const person: ListingActor = { id: newId(), name: '某人' };
const last = addDays(dayOf(new Date()), 10);
const content = scenarioContent.parse({ title: '场景', needs: '需求', validUntil: last });

describe('any sequence of steps', () => {
  let suite: SuiteDatabase;
  let service: ListingService;
  let queries: ListingQueries;
  let reader: ListingReader;
  const organisationId = newId();

  beforeAll(async () => {
    suite = await suiteDatabase();
    const writer = new ListingWriter(suite.db, new DictionaryService(suite.db, new AuditService(suite.db)));
    service = new ListingService(suite.db, writer);
    queries = new ListingQueries(suite.db);
    reader = new ListingReader(suite.db);
    await suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state) VALUES ($1, '91410100MA00000012', '示例', '{user}', 'approved')`,
      [organisationId],
    );
  });
  afterAll(() => suite.drop());

  function make(move: Move, { id, version }: ListingView): Promise<unknown> {
    const at = { kind: 'scenario', id, version } as const;
    if (move === 'edit') return service.edit({ ...at, actor: person }, content);
    if (move === 'submit') return service.submit({ ...at, actor: person, reason: null });
    if (move === 'approve') return service.approve({ ...at, actor: person, reason: null });
    if (move === 'changes') return service.requestChanges({ ...at, actor: person, reason: '请改' });
    if (move === 'reject') return service.reject({ ...at, actor: person, reason: '不予' });
    if (move === 'withdraw') return service.withdraw({ ...at, actor: person, reason: '撤回' });
    return service.expire(addDays(last, 1));
  }

  async function walk(path: readonly Move[]): Promise<void> {
    let before = await service.create('scenario', organisationId, content, person);
    for (const move of path) {
      const refused = await make(move, before).then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof DomainError) || error.status !== 409) throw error;
          return true;
        },
      );
      const after = await queries.find('scenario', before.id);
      if (refused) expect(after).toEqual(before);
      else if (move !== 'expire') expect(after.version).toBe(before.version + 1);
      await holds(after);
      before = after;
    }
  }

  /** What is true of a listing after any step. */
  async function holds(listing: ListingView): Promise<void> {
    const inForce = await reader.published('scenario', listing.id);
    expect(inForce?.revision ?? null).toBe(listing.publishedRevision);
    const history = await queries.history('scenario', listing.id);
    expect(history.filter((h) => h.revision === listing.revision).at(-1)?.to).toBe(listing.state);
    // What is announced, read from the start, says what is in force.
    const facts = await suite.db.query<{ payload: Fact }>(
      'SELECT payload FROM facts WHERE subject = $1 ORDER BY id',
      [`scenario:${listing.id}`],
    );
    const told = facts.reduce<number | null>(
      (_, { payload }) => (payload.name === 'listing.published' ? payload.revision : null),
      null,
    );
    expect(told).toBe(listing.publishedRevision);
    expect(facts.filter((f) => f.payload.name === 'listing.published')).toHaveLength(
      history.filter((h) => h.to === 'published').length,
    );
  }

  it('leaves what is in force, what is announced and what the history says in agreement', async () => {
    await fc.assert(
      fc.asyncProperty(
        // Weighted towards approval, so that the walks get past the first draft.
        fc.array(fc.constantFrom<Move>(...moves, 'submit', 'approve', 'submit', 'approve'), {
          minLength: 3,
          maxLength: 14,
        }),
        walk,
      ),
      { numRuns: 40 },
    );
  });
});

import { pino } from 'pino';
import type { DeliveredFact, Fact } from '#contracts';
import { newId } from '#kernel';
import { appendFact, OutboxRelay } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

const suspended = (reason: string): Fact => ({
  name: 'organisation.suspended',
  organisationId: newId(),
  reason,
});
const reasonOf = (f: DeliveredFact) => (f.fact.name === 'organisation.suspended' ? f.fact.reason : '');

describe('the outbox', () => {
  let suite: SuiteDatabase;
  const silent = pino({ level: 'silent' });

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(() => suite.drop());

  async function relayed(
    until: (seen: string[]) => boolean,
    deliver: (f: DeliveredFact) => void = () => undefined,
    relays = 1,
  ) {
    const seen: string[] = [];
    const all = Array.from(
      { length: relays },
      () =>
        new OutboxRelay(
          suite.url,
          async (f) => {
            deliver(f);
            seen.push(reasonOf(f));
          },
          silent,
          50,
        ),
    );
    for (const relay of all) relay.start();
    const end = Date.now() + 15_000;
    while (!until(seen) && Date.now() < end) await new Promise((r) => setTimeout(r, 20));
    await Promise.all(all.map((relay) => relay.stop()));
    return seen;
  }

  it('announces nothing that did not happen', async () => {
    await expect(
      suite.db.transaction(async (tx) => {
        await appendFact(tx, 'a', suspended('rolled back'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await suite.db.transaction((tx) => appendFact(tx, 'a', suspended('committed')));
    expect(await relayed((seen) => seen.length > 0)).toEqual(['committed']);
  });

  it('keeps the order of a subject when a fact has to be tried again, and lets other subjects pass', async () => {
    await suite.db.transaction(async (tx) => {
      for (const reason of ['one', 'two', 'three']) await appendFact(tx, 'subject', suspended(reason));
      await appendFact(tx, 'other', suspended('other'));
    });
    let failures = 0;
    const seen = await relayed(
      (s) => s.length === 4,
      (f) => {
        if (reasonOf(f) === 'one' && failures++ < 1) throw new Error('the queue is away');
      },
    );
    expect(seen[0]).toBe('other');
    expect(seen.slice(1)).toEqual(['one', 'two', 'three']);
  });

  it('hands every fact on once while nothing breaks, however many relays run', async () => {
    await suite.db.transaction(async (tx) => {
      for (let i = 0; i < 500; i++) await appendFact(tx, `s${i % 7}`, suspended(String(i)));
    });
    const seen = await relayed(
      (s) => s.length >= 500,
      () => undefined,
      3,
    );
    expect(new Set(seen).size).toBe(500);
    expect(seen).toHaveLength(500);
  });
});

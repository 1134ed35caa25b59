import { readFileSync } from 'node:fs';
import { kindCodes } from '#contracts';
import { listingPaths } from '../../../apps/api/src/public/public.controller.js';
import { uscc } from '../../support/people.js';
import { bodies } from './bodies.js';
import { openSightMarket } from './filling.js';
import { type Kind, kinds, type Way } from './kinds.js';
import { type Caller, callers, nobodys, type SightMarket, type Thing } from './market.js';
import { kindOfPath, ways, withoutThings } from './table.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly multipart: boolean;
}

describe('who sees what', () => {
  let market: SightMarket;
  let routes: Route[] = [];

  beforeAll(async () => {
    market = await openSightMarket();
    const { paths } = (await market.documents).body;
    routes = Object.entries(paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replace('/api/v1', ''),
        multipart: operation.requestBody?.content['multipart/form-data'] !== undefined,
      })),
    );
  }, 120_000);
  afterAll(() => market?.close());

  const kindOf = (name: keyof typeof kinds): Kind => kinds[name];
  const seers = (kind: Kind, thing: string): readonly Caller[] => kind.seenBy[thing] ?? [];
  const thingsOf = (kind: Kind): [string, Thing][] =>
    [...kind.things(market)].filter(([name]) => kind.seenBy[name] !== undefined);

  it('has every way to read in its table: a new one is to be told who sees what by it', () => {
    const pages = [
      ...readFileSync('apps/api/src/public/public.controller.ts', 'utf8').matchAll(
        /@Get\((?:'([^']*)'|(listingPaths))?\)/g,
      ),
    ].flatMap(([, path = '', listings]) => (listings ? listingPaths : [path]).map((one) => `//${one}`));
    const reading = routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
    expect([...reading, ...pages].sort()).toEqual(
      [...Object.keys(ways), ...Object.keys(withoutThings)].sort(),
    );
    const named = routes
      .filter(({ path }) => path.includes('{id}'))
      .map(({ path }) => path.split('/')[1] ?? '');
    expect([...new Set(named)].sort()).toEqual(Object.keys(kindOfPath).sort());
  });

  it.each(Object.keys(ways))(
    'is as the table says by %s',
    async (route) => {
      const wrong: string[] = [];
      for (const way of ways[route] as readonly Way[]) {
        const kind = kindOf(way.kind);
        for (const [name, thing] of thingsOf(kind)) {
          if (way.of?.(name) === false) continue;
          const who = seers(kind, name);
          await Promise.all(
            callers.map(async (caller) => {
              const expected =
                way.for === 'public'
                  ? who.includes('anyone')
                  : way.for.includes(caller) && who.includes(caller);
              if ((await way.look(market, caller, thing)) !== expected)
                wrong.push(`${way.kind} ${name} × ${caller}: ${expected ? 'not seen' : 'seen'}`);
            }),
          );
        }
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  it('answers of what the caller may not know as of what is not there, whatever he wants with it', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ path }) => path.includes('{id}'))) {
      const name = kindOfPath[route.path.split('/')[1] ?? ''];
      if (!name) continue;
      await Promise.all(
        callers.map(async (caller) => {
          const absent = await answerTo(route, caller, name === 'job' ? `search.${nobodys}` : nobodys);
          for (const [of, { id }] of thingsOf(kindOf(name))) {
            if (seers(kindOf(name), of).includes(caller)) continue;
            const answer = await answerTo(route, caller, id);
            if (answer !== absent || !/^40[134] /.test(absent))
              wrong.push(
                `${route.method} ${route.path} of ${of} by ${caller}: ${answer}; of nothing: ${absent}`,
              );
          }
        }),
      );
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('lets no word out of what the caller may not know, in any answer', () => {
    const secrets = Object.values(kinds).flatMap((kind: Kind) =>
      thingsOf(kind).map(([name, { word }]) => ({ word, who: seers(kind, name) })),
    );
    // The next revision of what is in force, and the contacts of all, are their makers' matter.
    for (const kind of kindCodes.map((code): Kind => kinds[code]))
      for (const [name, { word }] of thingsOf(kind)) {
        const makers = kind.seenBy['draft'] ?? [];
        secrets.push({ word: `contact-${word}`, who: makers });
        if (name === 'edited') secrets.push({ word: `${word}new`, who: makers });
      }
    const product = market.capabilities.get('invitedSupply')?.word;
    const engaged = /^\/(engagements|scenarios\/[^/]+\/matches)/;
    const contacts = /^\/engagements\/[^/]+\/contact$/;
    const out = market.heard.flatMap(({ caller, path, text }) =>
      secrets
        .filter(({ word, who }) => word !== '' && text.includes(word) && !who.includes(caller))
        .filter(({ word }) => !(word.startsWith('contact-') && contacts.test(path)))
        // An engagement names its product to the coordinators who look after it.
        .filter(({ word }) => !(caller === 'area' && engaged.test(path) && word === product))
        .map(({ word }) => `${caller} was told ${word} by ${path}`),
    );
    expect(market.heard.length).toBeGreaterThan(1000);
    expect([...new Set(out)]).toEqual([]);
  });

  it('gives a contact to the parties alone, and each the one of a side that has declared intent', async () => {
    const { id } = market.others.get('engagement') as Thing;
    const contact = async (caller: Caller) => (await market.ask(caller, `/engagements/${id}/contact`)).body;
    const word = (things: ReadonlyMap<string, Thing>) => `contact-${things.get('public')?.word}`;
    expect((await contact('demand')).contact.name).toBe(word(market.capabilities));
    expect((await contact('supply')).contact.name).toBe(word(market.scenarios));
    // The firm has not answered yet: the demand side, which asked, learns nobody's number.
    const { items } = (await market.ask('demand', '/engagements')).body;
    const asked = items.find(
      (of: { demandListing: { id: string } }) =>
        of.demandListing.id === market.scenarios.get('invitedSupply')?.id,
    );
    expect((await market.ask('demand', `/engagements/${asked.id}/contact`)).body.code).toBe(
      'engagement.intent_wanted',
    );
    expect((await market.ask('supply', `/engagements/${asked.id}/contact`)).status).toBe(200);
  });

  it('counts for the public what the public sees', async () => {
    const page = String((await market.ask('anyone', '///')).body);
    const count = (kind: Kind) =>
      thingsOf(kind).filter(([name]) => kind.seenBy[name]?.includes('anyone')).length;
    for (const [kind, label] of [
      [kinds.scenario, '在列应用场景'],
      [kinds.capability, '在列企业能力'],
    ] as const)
      expect(page).toContain(`<div class="n">${count(kind)}</div><div class="l">${label}</div>`);
  });

  /** Status, code and text, without the id that was asked for. */
  async function answerTo(route: Route, caller: Caller, id: string): Promise<string> {
    const path = route.path
      .replace('{id}', id)
      .replace('{row}', '2')
      .replace(/\{\w+\}/g, nobodys)
      .replace('91410100MA0000001X', uscc(1));
    const visitor = market.as(caller);
    const { status, body } = route.multipart
      ? await visitor.upload(path, {}, 'a.pdf', '%PDF-1.7 示例')
      : await visitor.send(
          route.method,
          path,
          ['GET', 'DELETE'].includes(route.method)
            ? undefined
            : JSON.stringify(bodies[`${route.method} ${route.path}`] ?? {}),
          {
            'if-match': '"1"',
            ...(['GET', 'DELETE'].includes(route.method) ? {} : { 'content-type': 'application/json' }),
          },
        );
    return `${status} ${body?.code} ${String(body?.detail).replaceAll(id, '')}`;
  }
});

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

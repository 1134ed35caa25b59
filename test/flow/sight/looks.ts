import { kindCodes, type ListingKind, marketOf, sideOf } from '#contracts';
import type { Answer } from '../../support/app.js';
import { kinds, members, type Way } from './kinds.js';
import type { Caller, ListingPath, SightMarket, Thing } from './market.js';

/** Of listings in force alone. */
export const inForce = (thing: string) => !['draft', 'submitted', 'withdrawn'].includes(thing);
export const answers =
  (path: (thing: Thing) => string) => async (market: SightMarket, by: Caller, thing: Thing) =>
    (await market.ask(by, path(thing))).status === 200;
// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
export type Body = any;
export const holds =
  (path: string | ((thing: Thing) => string), has: (body: Body, thing: Thing) => boolean) =>
  async (market: SightMarket, by: Caller, thing: Thing) => {
    const { status, body }: Answer<Body> = await market.ask(
      by,
      typeof path === 'string' ? path : path(thing),
    );
    return status === 200 && has(body, thing);
  };
export const listed = (path: string) =>
  holds(path, (body, { id }) => body.items.some((item: { id: string }) => item.id === id));

/** A search shows what it counts: its total and facets are those of its hits. */
const searched = (path: string) =>
  holds(
    ({ word }) => `${path}?q=${word}`,
    ({ items, total, facets }, { id }) => {
      const count = items.length;
      const counted = JSON.stringify([total, facets.fields]);
      if (counted !== JSON.stringify([count, count === 0 ? {} : { ai: count }]))
        throw new Error(`${path} counts ${counted} of ${count}`);
      return items.some((item: { id: string }) => item.id === id);
    },
  );
export const suggested = (kind: string) =>
  holds(
    ({ word }) => `/search/suggest?kind=${kind}&q=${word}`,
    ({ items }, { number }) => items.some((item: { number: string }) => item.number === number),
  );

/** The kinds that are paired with each other, and where each is. */
const paired = {
  scenario: { path: 'scenarios', with: 'capability', makers: ['demand', 'area', 'city'] },
  capability: { path: 'capabilities', with: 'scenario', makers: ['supply', 'otherArea', 'city'] },
  'technology-need': {
    path: 'technology-needs',
    with: 'technology-result',
    makers: ['demand', 'area', 'city'],
  },
  'technology-result': {
    path: 'technology-results',
    with: 'technology-need',
    makers: ['supply', 'otherArea', 'city'],
  },
} as const satisfies Record<string, { path: ListingPath; with: ListingKind; makers: readonly Caller[] }>;

/** The public listing of a kind. */
const publicOf = (market: SightMarket, kind: ListingKind) => kinds[kind].things(market).get('public')?.id;

/** As a match of the other kind's public listing. */
const matched =
  (kind: ListingKind) =>
  async (market: SightMarket, by: Caller, { id }: Thing) => {
    const other = paired[kind].with;
    const path = `/${paired[other].path}/${publicOf(market, other)}/matches?limit=200`;
    const { status, body }: Answer<Body> = await market.ask(by, path);
    const side = sideOf(kind);
    return (
      status === 200 &&
      body.items.some((item: Body) =>
        [item, ...item.folded].some((one) => (one[side] ?? item[side]).id === id),
      )
    );
  };
export const explained =
  (kind: ListingKind) =>
  async (market: SightMarket, by: Caller, { id }: Thing) => {
    const other = publicOf(market, paired[kind].with);
    const pair = sideOf(kind) === 'demand' ? { demand: id, supply: other } : { demand: other, supply: id };
    return (
      (await market.ask(by, `/matches/explain?demand=${pair.demand}&supply=${pair.supply}`)).status === 200
    );
  };

/** A listing's matches: itself is looked at by its makers, and those of the other kind are shown in it. */
export const matchWays = (kind: ListingKind): Record<string, readonly Way[]> => {
  const { path, makers, with: other } = paired[kind];
  return {
    [`/${path}/{id}/matches`]: [
      { kind, for: makers, of: inForce, look: answers(({ id }) => `/${path}/${id}/matches`) },
      { kind: other, for: makers, of: inForce, look: matched(other) },
    ],
  };
};

/** The gaps of a market's demands, as a list, as figures and as a workbook. */
export const demandKinds = ['scenario', 'technology-need'] as const;
/** Of a kind, by state. */
export const things = (market: SightMarket, kind: ListingKind): ReadonlyMap<string, Thing> =>
  kinds[kind].things(market);
export const gapsOf = (kind: ListingKind, path: string, more = '') =>
  `${path}?market=${marketOf(kind)}${more}`;

export const listingKinds = kindCodes;

export const listingWays = (
  path: ListingPath,
  kind: (typeof listingKinds)[number],
): Record<string, readonly Way[]> => {
  const makers = kinds[kind].seenBy.draft;
  return {
    [`/${path}`]: [{ kind, for: members, look: listed(`/${path}?limit=200`) }],
    [`/${path}/{id}`]: [
      { kind, for: members, look: answers(({ id }) => `/${path}/${id}`) },
      { kind, for: members, look: answers(({ number }) => `/${path}/${number}`) },
    ],
    [`/${path}/{id}/history`]: [{ kind, for: makers, look: answers(({ id }) => `/${path}/${id}/history`) }],
    [`/search/${path}`]: [{ kind, for: members, of: inForce, look: searched(`/search/${path}`) }],
    [`//${path}/:number`]: [
      { kind, for: 'public', of: inForce, look: answers(({ number }) => `///${path}/${number}`) },
    ],
  };
};

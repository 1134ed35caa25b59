import { kindCodes, type ListingKind, marketOf, sideOf } from '#contracts';
import { newId } from '#kernel';
import type { Answer } from '../../support/app.js';
import {
  type Caller,
  callers,
  type ListingPath,
  type ListingState,
  type SightMarket,
  type Thing,
} from './market.js';

/** What the table asks about: listings by their state, other things by their name. */
export interface Kind {
  readonly things: (market: SightMarket) => ReadonlyMap<string, Thing>;
  /** By thing, who may know that it exists. */
  readonly seenBy: Readonly<Record<string, readonly Caller[]>>;
}

/** One way to read things of a kind. */
export interface Way {
  readonly kind: keyof typeof kinds;
  /** To whom the route answers about things like these at all; `public`: the same to everybody, of what anyone may see. */
  readonly for: readonly Caller[] | 'public';
  /** Of the kind's things those that the way is about; all where it is absent. */
  readonly of?: (thing: string) => boolean;
  /** Whether the caller is shown the thing. */
  readonly look: (market: SightMarket, caller: Caller, thing: Thing) => Promise<boolean>;
}

export const members = callers.filter((of) => of !== 'anyone' && of !== 'applicant');
const everybody = callers;

type SeenBy = Readonly<Record<ListingState, readonly Caller[]>>;

function unengaged(makers: readonly Caller[]): SeenBy {
  return {
    draft: makers,
    submitted: makers,
    withdrawn: makers,
    public: everybody,
    edited: everybody,
    members,
    invited: makers,
    invitedSupply: makers,
  };
}

function listings(makers: readonly Caller[], invited: Caller): SeenBy {
  return { ...unengaged(makers), invitedSupply: [...makers, invited] };
}

const others = (market: SightMarket) => market.others;

export const kinds = {
  scenario: {
    things: (market: SightMarket) => market.scenarios,
    seenBy: listings(['demand', 'area', 'city'], 'supply'),
  },
  capability: {
    things: (market: SightMarket) => market.capabilities,
    seenBy: listings(['supply', 'otherArea', 'city'], 'demand'),
  },
  'technology-need': {
    things: (market: SightMarket) => market.needs,
    seenBy: unengaged(['demand', 'area', 'city']),
  },
  'technology-result': {
    things: (market: SightMarket) => market.results,
    seenBy: unengaged(['supply', 'otherArea', 'city']),
  },
  edition: {
    things: others,
    seenBy: {
      areaDraft: ['area', 'city'],
      cityDraft: ['city'],
      areaPublished: everybody,
      areaWithdrawn: everybody,
    },
  },
  engagement: { things: others, seenBy: { engagement: ['demand', 'supply', 'area', 'city'] } },
  claim: { things: others, seenBy: { claim: ['demand', 'supply', 'area', 'city'] } },
  evidence: {
    things: others,
    seenBy: { evidence: ['demand', 'supply', 'area', 'city'], unattached: ['supply'] },
  },
  import: { things: others, seenBy: { ownImport: ['demand'], areaImport: ['area'] } },
  job: { things: others, seenBy: { job: ['operator'], runJob: ['city', 'operator'] } },
  decision: { things: others, seenBy: { decision: ['area', 'city'] } },
  organisation: { things: others, seenBy: { organisation: ['demand', 'area', 'city', 'operator'] } },
  change: { things: others, seenBy: { change: ['demand', 'area', 'city'] } },
  meeting: {
    things: others,
    seenBy: { meetingDraft: ['area', 'city'], meeting: ['demand', 'supply', 'area', 'city'] },
  },
  application: { things: others, seenBy: { application: ['applicant', 'area', 'city'] } },
  review: { things: others, seenBy: { review: ['area', 'city'] } },
  reviewFile: { things: others, seenBy: { reviewFile: ['area', 'city'] } },
} satisfies Record<string, Kind>;

/** Of listings in force alone. */
const inForce = (thing: string) => !['draft', 'submitted', 'withdrawn'].includes(thing);
const answers = (path: (thing: Thing) => string) => async (market: SightMarket, by: Caller, thing: Thing) =>
  (await market.ask(by, path(thing))).status === 200;
// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
type Body = any;
const holds =
  (path: string | ((thing: Thing) => string), has: (body: Body, thing: Thing) => boolean) =>
  async (market: SightMarket, by: Caller, thing: Thing) => {
    const { status, body }: Answer<Body> = await market.ask(
      by,
      typeof path === 'string' ? path : path(thing),
    );
    return status === 200 && has(body, thing);
  };
const listed = (path: string) =>
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
const suggested = (kind: string) =>
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
const explained =
  (kind: ListingKind) =>
  async (market: SightMarket, by: Caller, { id }: Thing) => {
    const other = publicOf(market, paired[kind].with);
    const pair = sideOf(kind) === 'demand' ? { demand: id, supply: other } : { demand: other, supply: id };
    return (
      (await market.ask(by, `/matches/explain?demand=${pair.demand}&supply=${pair.supply}`)).status === 200
    );
  };

/** A listing's matches: itself is looked at by its makers, and those of the other kind are shown in it. */
const matchWays = (kind: ListingKind): Record<string, readonly Way[]> => {
  const { path, makers, with: other } = paired[kind];
  return {
    [`/${path}/{id}/matches`]: [
      { kind, for: makers, of: inForce, look: answers(({ id }) => `/${path}/${id}/matches`) },
      { kind: other, for: makers, of: inForce, look: matched(other) },
    ],
  };
};

/** The gaps of a market's demands, as a list, as figures and as a workbook. */
const demandKinds = ['scenario', 'technology-need'] as const;
/** Of a kind, by state. */
const things = (market: SightMarket, kind: ListingKind): ReadonlyMap<string, Thing> =>
  kinds[kind].things(market);
const gapsOf = (kind: ListingKind, path: string, more = '') => `${path}?market=${marketOf(kind)}${more}`;

const listingKinds = kindCodes;

const listingWays = (
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

const published = (thing: string) => thing.endsWith('Published') || thing.endsWith('Withdrawn');
const coordinators: readonly Caller[] = ['area', 'otherArea', 'city'];

/** Every way to read, by route; `//` is a page of the public site. */
export const ways: Record<string, readonly Way[]> = {
  ...listingWays('scenarios', 'scenario'),
  ...listingWays('capabilities', 'capability'),
  ...listingWays('technology-needs', 'technology-need'),
  ...listingWays('technology-results', 'technology-result'),
  '/search/suggest': listingKinds.map((kind) => ({
    kind,
    for: members,
    of: inForce,
    look: suggested(kind),
  })),
  ...matchWays('scenario'),
  ...matchWays('capability'),
  ...matchWays('technology-need'),
  ...matchWays('technology-result'),
  '/matches/explain': listingKinds.map((kind) => ({
    kind,
    for: ['demand', 'supply', 'area', 'city'],
    of: inForce,
    look: explained(kind),
  })),
  '/match-gaps': demandKinds.map((kind) => ({
    kind,
    for: coordinators,
    of: inForce,
    look: holds(gapsOf(kind, '/match-gaps', '&limit=200'), ({ items }, { id }) =>
      items.some((item: Body) => item.demand.id === id),
    ),
  })),
  '/match-gaps/figures': demandKinds.map((kind) => ({
    kind,
    for: coordinators,
    of: inForce,
    // Whoever sees it counts it, and so do those who see others: told apart by how many each of them sees.
    look: async (market, by, thing) => {
      const { status, body }: Answer<Body> = await market.ask(by, gapsOf(kind, '/match-gaps/figures'));
      const seen = Object.entries<readonly Caller[]>(kinds[kind].seenBy).filter(
        ([of, who]) => inForce(of) && who.includes(by) && things(market, kind).has(of),
      );
      if (status === 200 && [body.demands, body.gaps].some((n) => n !== seen.length))
        throw new Error(
          `${by} is told of ${body.demands} ${kind}, ${body.gaps} gaps, and sees ${seen.length}`,
        );
      return status === 200 && seen.some(([of]) => things(market, kind).get(of)?.id === thing.id);
    },
  })),
  '/match-gaps.xlsx': demandKinds.map((kind) => ({
    kind,
    for: coordinators,
    of: inForce,
    look: async (market, by, { word }) => {
      const { status, text } = await market.ask(by, gapsOf(kind, '/match-gaps.xlsx'));
      return status === 200 && text.includes(`${word} `);
    },
  })),
  '/editions': [{ kind: 'edition', for: members, look: listed('/editions?limit=200') }],
  '/editions/{id}': [{ kind: 'edition', for: members, look: answers(({ id }) => `/editions/${id}`) }],
  '/editions/{id}/preview': [
    { kind: 'edition', for: ['area', 'city'], look: answers(({ id }) => `/editions/${id}/preview`) },
  ],
  '//lists/:kind': [
    {
      kind: 'edition',
      for: 'public',
      look: holds('///lists/scenarios', (body, { word }) => String(body).includes(word)),
    },
  ],
  '//lists/:kind/:name': ['', '.json', '.csv', '.xlsx'].map((type) => ({
    kind: 'edition',
    for: 'public',
    of: published,
    look: answers(({ number }) => `///lists/scenarios/${number}${type}`),
  })),
  '/engagements': [{ kind: 'engagement', for: members, look: listed('/engagements?limit=200') }],
  '/engagements/{id}': [
    { kind: 'engagement', for: members, look: answers(({ id }) => `/engagements/${id}`) },
  ],
  '/engagements/{id}/history': [
    { kind: 'engagement', for: members, look: answers(({ id }) => `/engagements/${id}/history`) },
  ],
  '/engagements/{id}/contact': [
    {
      kind: 'engagement',
      for: ['demand', 'supply'],
      look: answers(({ id }) => `/engagements/${id}/contact`),
    },
  ],
  '/evidence/{id}': [{ kind: 'evidence', for: members, look: answers(({ id }) => `/evidence/${id}`) }],
  '/imports': [{ kind: 'import', for: members, look: listed('/imports?limit=200') }],
  '/imports/{id}': [{ kind: 'import', for: members, look: answers(({ id }) => `/imports/${id}`) }],
  '/imports/{id}/errors.xlsx': [
    { kind: 'import', for: members, look: answers(({ id }) => `/imports/${id}/errors.xlsx`) },
  ],
  '/imports/{id}/outcome.xlsx': [
    { kind: 'import', for: members, look: answers(({ id }) => `/imports/${id}/outcome.xlsx`) },
  ],
  '/meetings': [{ kind: 'meeting', for: members, look: listed('/meetings?limit=200') }],
  '/meetings/{id}': [{ kind: 'meeting', for: members, look: answers(({ id }) => `/meetings/${id}`) }],
  '/jobs': [{ kind: 'job', for: ['operator'], look: listed('/jobs?state=completed&limit=200') }],
  '/jobs/{id}': [{ kind: 'job', for: members, look: answers(({ id }) => `/jobs/${id}`) }],
  '/jobs/{id}/events': [{ kind: 'job', for: members, look: answers(({ id }) => `/jobs/${id}/events`) }],
  '/match-decisions': [{ kind: 'decision', for: coordinators, look: listed('/match-decisions?limit=200') }],
  '/reviews': [{ kind: 'review', for: coordinators, look: listed('/reviews') }],
  '/reviews/{id}': [{ kind: 'review', for: coordinators, look: answers(({ id }) => `/reviews/${id}`) }],
  '/reviews/{id}/preview': [
    { kind: 'review', for: ['city'], look: answers(({ id }) => `/reviews/${id}/preview`) },
  ],
  '/review-files/{id}': [
    { kind: 'reviewFile', for: coordinators, look: answers(({ id }) => `/review-files/${id}`) },
  ],
  '/organisations': [
    { kind: 'organisation', for: ['area', 'city', 'operator'], look: listed('/organisations?limit=200') },
  ],
  '/organisations/{id}': [
    { kind: 'organisation', for: members, look: answers(({ id }) => `/organisations/${id}`) },
  ],
  '/organisations/{id}/members': [
    {
      kind: 'organisation',
      for: ['demand', 'operator'],
      look: answers(({ id }) => `/organisations/${id}/members`),
    },
  ],
  '/organisations/{id}/invitations': [
    { kind: 'organisation', for: ['demand'], look: answers(({ id }) => `/organisations/${id}/invitations`) },
  ],
  '/organisations/{id}/dependents': [
    {
      kind: 'organisation',
      for: ['area', 'city'],
      look: answers(({ id }) => `/organisations/${id}/dependents`),
    },
  ],
  '/organisation-changes': [
    { kind: 'change', for: members, look: listed('/organisation-changes?limit=200') },
  ],
  '/organisation-changes/{id}': [
    { kind: 'change', for: members, look: answers(({ id }) => `/organisation-changes/${id}`) },
  ],
  '/applications': [{ kind: 'application', for: everybody, look: listed('/applications?limit=200') }],
  '/applications/{id}': [
    { kind: 'application', for: everybody, look: answers(({ id }) => `/applications/${id}`) },
  ],
  '/applications/{id}/proof': [
    { kind: 'application', for: everybody, look: answers(({ id }) => `/applications/${id}/proof`) },
  ],
};

/** What holds nothing of these kinds, or is a matter of the caller's role alone (the policy table's suite walks it). */
export const withoutThings: Readonly<Record<string, string>> = {
  '//': 'figures and editions; its counts are looked at below',
  '//statistics': 'totals of what is verified',
  '//statistics.csv': 'the same as its page',
  '//statistics.xlsx': 'the same as its page',
  '/audit': 'the city and the operator read all of it',
  '/bodies': 'coordinating bodies are known to all coordinators',
  '/bodies/{id}/coordinators': 'coordinators are known to the city and the operator',
  '/controllers/{uscc}': 'by credit code; whether it is registered changes nothing in the answer',
  '/verification-flag-rules': 'parameters of rules, for coordinators',
  '/verification-flags': 'of engagements that the coordinator sees; nothing is flagged here',
  '/verification-samples': 'of his area, for coordinators; nothing is verified here',
  '/verification-samples/{id}': 'of his area, for coordinators; nothing is verified here',
  '/verification-samples/{id}/claims': 'of his area, for coordinators; nothing is verified here',
  '/verification-samples/{id}/population': 'of his area, for coordinators; nothing is verified here',
  '/disputes': 'of engagements that the caller sees; nothing is disputed here',
  '/dictionaries': 'public',
  '/dictionaries/{name}': 'public',
  '/followers': 'how far behind the log its followers are, for the operator',
  '/health/live': 'public',
  '/health/ready': 'public',
  '/import-headers': "what the caller's own body has said of headers; another's is not asked for",
  '/imports/templates/{kind}.xlsx': 'an empty form',
  '/match-runs': 'counts of whole runs, for coordinators and the operator',
  '/match-runs/{id}': 'counts of whole runs, for coordinators and the operator',
  '/match-synonyms': 'rules of matching, for all who work here',
  '/match-synonyms/versions': 'rules of matching, for all who work here',
  '/match-synonyms/versions/{version}': 'rules of matching, for all who work here',
  '/match-weights': 'rules of matching, for all who work here',
  '/me': 'the caller',
  '/periods': 'the calendar',
  '/periods/{code}': 'totals as they were frozen',
  '/periods/{code}/preview': 'totals of what is counted',
  '/schemes': 'rules of scoring, for all coordinators',
  '/schemes/{id}/trial': 'totals as they were frozen',
  '/papers/{id}': 'for whoever asked for it',
  '/sessions': "the caller's",
  '/statistics/entries': 'by area, for coordinators; nothing is verified here',
  '/statistics/figures': 'totals of what is counted',
  '/statistics/lines':
    'by area, for coordinators; of listings here no more than anyone reads, and none was counted',
  '/statistics/matches': 'totals of what is verified',
  '/statistics/workbook.xlsx': 'by area, for coordinators; nothing is verified here',
};

/** Of which kind the thing is that a route names by `{id}`; null: no thing of these kinds. */
export const kindOfPath: Readonly<Record<string, keyof typeof kinds | null>> = {
  scenarios: 'scenario',
  capabilities: 'capability',
  'technology-needs': 'technology-need',
  'technology-results': 'technology-result',
  editions: 'edition',
  engagements: 'engagement',
  claims: 'claim',
  evidence: 'evidence',
  imports: 'import',
  'import-headers': null,
  jobs: 'job',
  meetings: 'meeting',
  'match-decisions': 'decision',
  organisations: 'organisation',
  applications: 'application',
  'organisation-changes': 'change',
  reviews: 'review',
  'review-files': 'reviewFile',
  'review-objections': null,
  papers: null,
  bodies: null,
  'match-runs': null,
  schemes: null,
  'verification-flags': null,
  'verification-samples': null,
};

const reason = { reason: '示例' };
const profile = { name: '示例单位', area: '410105' };
/** Bodies that pass the check of form, so that it is the thing that decides; `{}` where a route is not named. */
export const bodies: Readonly<Record<string, unknown>> = {
  'PUT /scenarios/{id}': { content: { title: '示例', needs: '示例' } },
  'PUT /capabilities/{id}': { content: { product: '示例', functions: '示例' } },
  'PUT /technology-needs/{id}': { content: { title: '示例', needs: '示例' } },
  'PUT /technology-results/{id}': { content: { title: '示例', introduction: '示例' } },
  'PATCH /editions/{id}': { title: '示例' },
  'POST /editions/{id}/schedule': { at: null },
  'POST /editions/{id}/amend': { numbers: ['CJ-2026-000001'], ...reason },
  'POST /engagements/{id}/claims': { level: 2 },
  'PATCH /imports/{id}': { mapping: [] },
  'POST /imports/{id}/decide': { question: 'title_twice', decision: null },
  'POST /imports/{id}/undo': reason,
  'PUT /meetings/{id}': {
    title: '示例',
    day: '2026-09-18',
    starts: '09:00',
    ends: '11:30',
    place: '示例',
  },
  'POST /meetings/{id}/listings': { numbers: ['CJ-2026-000001'] },
  'POST /meetings/{id}/move': { to: 'cancelled', ...reason },
  'POST /meetings/{id}/check-ins': { organisationId: '00000000-0000-4000-8000-000000000001' },
  'POST /meetings/{id}/attend': { code: 'ABCD2345' },
  'POST /meetings/{id}/check-ins/{organisationId}/remove': reason,
  'POST /meetings/{id}/pairs': {
    demandListingId: '00000000-0000-4000-8000-000000000001',
    supplyListingId: '00000000-0000-4000-8000-000000000002',
  },
  'PUT /organisations/{id}': { address: '示例' },
  'POST /organisations/{id}/changes': { proposed: { name: '示例单位' }, ...reason },
  'PATCH /organisations/{id}/members/{personId}': { role: 'viewer' },
  'POST /organisations/{id}/invitations': { role: 'viewer' },
  'PUT /reviews/{id}': { name: '示例', scheme: newId(), period: '2025', units: ['410105'] },
  'POST /reviews/{id}/advance': { to: 'assessment' },
  'PUT /reviews/{id}/units/{unit}/assessment': { marks: [{ measure: 'reached2', points: '1' }] },
  'POST /reviews/{id}/units/{unit}/objections': { statement: '示例' },
  'POST /reviews/{id}/corrections': reason,
  'PUT /applications/{id}': { uscc: '91410100MA0000001X', kinds: ['user'], profile },
  ...Object.fromEntries(
    [
      ...['scenarios', 'capabilities', 'technology-needs', 'technology-results'].flatMap((path) =>
        ['request-changes', 'reject', 'withdraw'].map((step) => `${path}/{id}/${step}`),
      ),
      'editions/{id}/withdraw',
      'engagements/{id}/decline',
      ...['decline', 'withdraw', 'dispute', 'reject', 'reverse'].map((step) => `claims/{id}/${step}`),
      'match-decisions/{id}/end',
      'organisations/{id}/suspend',
      'organisations/{id}/restore',
      'organisation-changes/{id}/reject',
      'applications/{id}/reject',
    ].map((path) => [`POST /${path}`, reason]),
  ),
};

import type { Answer } from '../../support/app.js';
import { everybody, kinds, members, type Way } from './kinds.js';
import {
  answers,
  type Body,
  demandKinds,
  explained,
  gapsOf,
  holds,
  inForce,
  listed,
  listingKinds,
  listingWays,
  matchWays,
  suggested,
  things,
} from './looks.js';
import type { Caller } from './market.js';

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
  '/imports/{id}/rows/{row}': [
    { kind: 'import', for: members, look: answers(({ id }) => `/imports/${id}/rows/2`) },
  ],
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

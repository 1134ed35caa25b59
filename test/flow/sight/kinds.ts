import { type Caller, callers, type ListingState, type SightMarket, type Thing } from './market.js';

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
export const everybody = callers;

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

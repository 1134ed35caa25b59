import { readXlsx } from 'hucre/xlsx';
import { newId } from '#kernel';
import type { Answer, RunningApp, Visitor } from '../../support/app.js';
import type { SuiteDatabase } from '../../support/database.js';

/** `anyone` has not signed in; `applicant` speaks for nobody; `others`: an area, a firm and a user organisation that have no part. */
export const callers = [
  'anyone',
  'applicant',
  'demand',
  'supply',
  'otherUser',
  'otherFirm',
  'area',
  'otherArea',
  'city',
  'operator',
] as const;
export type Caller = (typeof callers)[number];

export const listingStates = [
  'draft',
  'submitted',
  'public',
  'members',
  'invited',
  'invitedSupply',
  'withdrawn',
  'edited',
] as const;
export type ListingState = (typeof listingStates)[number];

export type ListingPath = 'scenarios' | 'capabilities' | 'technology-needs' | 'technology-results';

/** A thing of some kind in some state. */
export interface Thing {
  readonly id: string;
  readonly number: string;
  /** Stands in it, and nowhere else: whoever is answered with it has seen the thing. Empty where all its words are public. */
  readonly word: string;
}

export interface Heard {
  readonly caller: Caller;
  readonly path: string;
  readonly text: string;
}

/** One of every kind in every state, of one owner in one area, and everybody who may ask for it. */
export class SightMarket {
  readonly scenarios = new Map<ListingState, Thing>();
  readonly capabilities = new Map<ListingState, Thing>();
  readonly needs = new Map<ListingState, Thing>();
  readonly results = new Map<ListingState, Thing>();
  readonly others = new Map<string, Thing>();
  readonly organisationIds = new Map<string, string>();
  /** All that anybody was answered. */
  readonly heard: Heard[] = [];
  readonly visitors = new Map<Caller, Visitor>();

  constructor(
    readonly suite: SuiteDatabase,
    readonly app: RunningApp,
  ) {}

  async close(): Promise<void> {
    await this.app.stop();
    await this.suite.drop();
  }

  as(caller: Caller): Visitor {
    return this.visitors.get(caller) as Visitor;
  }

  /** Asks, and keeps what was answered. */
  async ask(caller: Caller, path: string): Promise<Answer<Body> & { readonly text: string }> {
    const answer = await this.as(caller).get(path);
    const text = await textOf(answer.body);
    this.heard.push({ caller, path, text });
    return { ...answer, text };
  }

  get documents(): Promise<Answer<Body>> {
    return this.app.visitor().get('///api/openapi.json');
  }

  thingsAt(path: ListingPath): Map<ListingState, Thing> {
    return {
      scenarios: this.scenarios,
      capabilities: this.capabilities,
      'technology-needs': this.needs,
      'technology-results': this.results,
    }[path];
  }
}

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
type Body = any;

async function textOf(body: unknown): Promise<string> {
  if (!Buffer.isBuffer(body)) return typeof body === 'string' ? body : JSON.stringify(body);
  if (body.subarray(0, 2).toString() !== 'PK') return body.toString();
  const { sheets } = await readXlsx(body);
  return JSON.stringify(sheets.map(({ rows }) => rows));
}

/** An id that nothing has. */
export const nobodys = newId();

import { labelOf, type PublishedCapability, type PublishedScenario } from '#contracts';
import { exclusion, type Preferences, type Score, score } from './domain/score.js';
import { tellingWords } from './domain/words.js';
import { type Query, TermIndex } from './engine/term-index.js';
import { countsOf, type Field, queryCounts, querySaturation, views } from './ranking/views.js';

export interface Found {
  readonly capability: PublishedCapability;
  readonly score: Score;
}

/** Candidates by text, from which rules choose. Rules give at most 35 of 100 points. */
const candidates = 300;

/** The published capabilities, ready to be matched; knows nothing of databases. */
export class Catalogue {
  private readonly index = new TermIndex(views);
  private readonly numbers = new Map<string, number>();
  private readonly capabilities: (PublishedCapability | undefined)[] = [];

  get size(): number {
    return this.index.size;
  }

  revisionOf(id: string): number | undefined {
    const number = this.numbers.get(id);
    return number === undefined ? undefined : this.capabilities[number]?.revision;
  }

  ids(): IterableIterator<string> {
    return this.numbers.keys();
  }

  put(capability: PublishedCapability): void {
    if (this.revisionOf(capability.id) === capability.revision) return;
    this.remove(capability.id);
    const number = this.index.add(countsOf(capabilityFields(capability)));
    this.capabilities[number] = capability;
    this.numbers.set(capability.id, number);
  }

  remove(id: string): void {
    const number = this.numbers.get(id);
    if (number === undefined) return;
    this.index.remove(number);
    this.capabilities[number] = undefined;
    this.numbers.delete(id);
  }

  /** The best `keep` for a scenario, best first, each with its reasons; ties by number. */
  match(scenario: PublishedScenario, keep: number, preferences: Preferences): Found[] {
    const query = this.query(scenario);
    const bound = this.index.bound(query);
    const hits = this.index.search(query, Math.max(candidates, keep * 2));
    const rated = Array.from(hits.docs, (number, i) => ({
      number,
      capability: this.capabilities[number],
      total: hits.scores[i] as number,
    }))
      .filter(
        (hit): hit is typeof hit & { capability: PublishedCapability } =>
          hit.capability !== undefined && exclusion(scenario, hit.capability) === undefined,
      )
      .map((hit) => ({
        ...hit,
        points: score(scenario, hit.capability, { coverage: share(hit.total, bound), words: [] }, preferences)
          .points,
      }));
    rated.sort((a, b) => b.points - a.points || (a.capability.number < b.capability.number ? -1 : 1));
    return rated
      .slice(0, keep)
      .map(({ number, capability, total }) =>
        this.explained(scenario, capability, number, query, total, bound, preferences),
      );
  }

  /** One pair, whatever its rank; undefined where the capability is not in force. */
  explain(
    scenario: PublishedScenario,
    capabilityId: string,
    preferences: Preferences,
  ): (Found & { readonly excluded: string | undefined }) | undefined {
    const number = this.numbers.get(capabilityId);
    const capability = number === undefined ? undefined : this.capabilities[number];
    if (number === undefined || !capability) return undefined;
    const query = this.query(scenario);
    const total = this.index.score(query, number);
    return {
      ...this.explained(scenario, capability, number, query, total, this.index.bound(query), preferences),
      excluded: exclusion(scenario, capability),
    };
  }

  private query(scenario: PublishedScenario): Query {
    return this.index.query(queryCounts(scenarioFields(scenario)), querySaturation);
  }

  /** Words cost more than points: they are looked for once a pair is to be shown. */
  private explained(
    scenario: PublishedScenario,
    capability: PublishedCapability,
    number: number,
    query: Query,
    total: number,
    bound: number,
    preferences: Preferences,
  ): Found {
    const lexical = {
      coverage: share(total, bound),
      words: tellingWords(this.index.contributions(query, number)),
    };
    return { capability, score: score(scenario, capability, lexical, preferences) };
  }
}

function share(total: number, bound: number): number {
  return bound === 0 ? 0 : total / bound;
}

export function scenarioFields(scenario: PublishedScenario): Field[] {
  return [
    { text: scenario.title, weight: 2 },
    { text: scenario.needs, weight: 1 },
    { text: scenario.technicalIndicators, weight: 0.5 },
  ];
}

export function capabilityFields(capability: PublishedCapability): Field[] {
  return [
    { text: capability.product, weight: 2 },
    { text: capability.functions, weight: 1 },
    { text: capability.cases, weight: 0.6 },
    { text: capability.advancement, weight: 0.4 },
    { text: labelOf('productClasses', capability.productClass), weight: 1 },
    { text: capability.fields.map((code) => labelOf('fields', code)).join(' '), weight: 0.5 },
  ];
}

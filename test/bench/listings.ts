import {
  capabilityContent,
  type DictionaryName,
  dictionaries,
  type PublishedCapability,
  type PublishedScenario,
  scenarioContent,
} from '#contracts';
import { newId } from '#kernel';
import { random } from './corpus.js';

type Dictionary = (typeof dictionaries)[DictionaryName];
type Organisation = PublishedScenario['organisation'];

const publishedAt = '2026-11-01T00:00:00.000Z';
const { fields, areas, chains, platforms, productClasses } = dictionaries;

/** Listings with what rules look at, filled in about as often as organisations fill it in. The same for the same seed, ids apart. */
export class Listings {
  private readonly next: () => number;
  private count = 0;

  constructor(
    seed: number,
    readonly users: readonly Organisation[],
    readonly firms: readonly Organisation[],
  ) {
    this.next = random(seed);
  }

  static of(seed: number, users: number, firms: number): Listings {
    const next = random(seed ^ 0x5bd1e995);
    const made = (n: number, from: number) =>
      Array.from({ length: n }, (_, i): Organisation => {
        const uscc = String(from + i).padStart(18, '0');
        const area = areas.entries[Math.floor(next() * areas.entries.length)]?.code ?? null;
        return {
          id: newId(),
          uscc,
          name: `单位${uscc}`,
          area,
          department: null,
          ownerKind: null,
          size: null,
        };
      });
    return new Listings(seed, made(users, 1), made(firms, 1 + users));
  }

  scenario(texts: { title?: string; needs?: string; technicalIndicators?: string } = {}): PublishedScenario {
    const { contact: _, ...content } = scenarioContent.parse({
      title: '场景',
      needs: '需求',
      fields: this.some(fields, 2),
      chains: this.some(chains, 1),
      budgetMax: this.maybe(0.7, () => `${this.below(300) + 1}0000.00`),
      prefersFirstVersion: this.next() < 0.3,
      requiredPlatforms: this.maybe(0.15, () => this.some(platforms, 2)) ?? [],
      localOnly: this.next() < 0.05,
      visibility: this.next() < 0.02 ? 'invited' : 'public',
      ...texts,
    });
    return { ...this.head('CJ', this.users), ...content };
  }

  capability(
    texts: { product?: string; functions?: string; cases?: string; advancement?: string } = {},
  ): PublishedCapability {
    const { contact: _, ...content } = capabilityContent.parse({
      product: '产品',
      functions: '功能',
      productClass: this.one(productClasses),
      fields: this.some(fields, 3),
      chains: this.some(chains, 2),
      patents: this.below(15),
      standards: this.below(4),
      awards: this.below(3),
      referencePrice: this.maybe(0.6, () => `${this.below(300) + 1}0000.00`),
      adaptedPlatforms: this.maybe(0.6, () => this.some(platforms, 5)) ?? [],
      visibility: this.next() < 0.03 ? 'invited' : 'public',
      firstVersion: this.maybe(0.05, () => ({
        level: this.one(dictionaries.firstVersionLevels),
        year: 2026,
        documentNo: '示例〔2026〕1号',
        validFrom: '2026-01-01',
        validTo: '2028-12-31',
      })),
      ...texts,
    });
    return { ...this.head('NL', this.firms), ...content };
  }

  private head(prefix: string, of: readonly Organisation[]) {
    const number = `${prefix}-2026-${String(++this.count).padStart(6, '0')}`;
    const organisation = of[this.below(of.length)] as Organisation;
    return {
      id: newId(),
      number,
      revision: 1,
      organisation,
      publishedAt,
      standsSince: publishedAt,
      area: organisation.area,
    };
  }

  private below(n: number): number {
    return Math.floor(this.next() * n);
  }

  private one({ entries }: Dictionary): string {
    return entries[this.below(entries.length)]?.code as string;
  }

  /** One to `most` different codes. */
  private some(of: Dictionary, most: number): string[] {
    return [...new Set(Array.from({ length: 1 + this.below(most) }, () => this.one(of)))];
  }

  private maybe<T>(chance: number, make: () => T): T | null {
    return this.next() < chance ? make() : null;
  }
}

import 'reflect-metadata';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import { MatchingService } from '../runs/matching.service.js';
import { Explainer } from './explainer.js';

type Provider = abstract new (...args: never[]) => unknown;

/** All that a provider is given, and what those are given in turn, as Nest reads it from their constructors. */
function madeOf(provider: Provider, found = new Set<Provider>()): ReadonlySet<Provider> {
  const given: readonly Provider[] = Reflect.getMetadata('design:paramtypes', provider) ?? [];
  for (const one of given) {
    if (found.has(one)) continue;
    found.add(one);
    madeOf(one, found);
  }
  return found;
}

describe('explaining a pair', () => {
  it('builds no catalogue in the API: nothing that it is made of has one', () => {
    expect(madeOf(MatchingService)).toContain(CatalogueCache); // what follows changes does
    const parts = madeOf(Explainer);
    expect([...parts].map(({ name }) => name)).toEqual(expect.arrayContaining(['Grounds', 'MatchReader']));
    expect(parts).not.toContain(CatalogueCache);
  });
});

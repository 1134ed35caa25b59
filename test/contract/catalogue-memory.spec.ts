import { Catalogue, rulesOf } from '#matching/learning';
import { Listings } from '../bench/listings.js';
import { Texts } from '../bench/texts.js';

// `npm run bench -- memory` measures the whole at 100,000. What does not hang on how many there are is held here.
const supplies = 2000;

describe('the memory of a catalogue', () => {
  it('holds what a supply of 145 words says, in three views, in 1,350 bytes', async () => {
    const listings = Listings.of(11, 2000, 20_000);
    const texts = new Texts(7);
    const catalogue = new Catalogue(rulesOf('software'));
    for (let i = 0; i < supplies; i++) {
      texts.begin();
      catalogue.put(
        listings.capability({
          product: texts.text(5),
          functions: texts.text(80),
          cases: texts.text(35),
          advancement: texts.text(25),
        }),
      );
    }
    await catalogue.settle();
    const { vectors } = catalogue.lexical.bytesBy;
    expect(vectors).toBeGreaterThan(supplies * 500);
    expect(vectors).toBeLessThan(supplies * 1350);
  });
});

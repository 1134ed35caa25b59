import { marketCodes, markets } from '#contracts';
import { rulesOf } from './index.js';
import { ruleNames, ruleTexts } from './rules.js';

describe.each(marketCodes)('the rules of the market %s', (market) => {
  const { rules, conditions } = rulesOf(market);

  it('have each a name and a place: those of its definition, in its order, the text first', () => {
    expect(['text', ...rules.map(({ name }) => name)]).toEqual(ruleNames(market));
    for (const [, { label, about }] of ruleTexts(market)) {
      expect(label.length).toBeGreaterThan(1);
      expect(about).toMatch(/。$/);
    }
  });

  it('keep apart by the conditions of its definition, in its order', () => {
    const own = markets[market].conditions.slice(3);
    expect(conditions.map(({ code }) => code)).toEqual(own);
  });
});

import { parseYes } from './cells.js';

it('yes and no are read in many ways', () => {
  expect(['是', '√', 'Y', true].map((c) => parseYes(c))).toEqual(Array(4).fill({ value: true }));
  expect(parseYes('也许')).toHaveProperty('expected');
});

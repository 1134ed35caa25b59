import { parseYes } from './cells.js';

it('yes and no are read in many ways', () => {
  expect(['是', '√', 'Y', true].map((c) => parseYes(c))).toEqual(Array(4).fill({ value: true }));
  expect(parseYes('也许')).toHaveProperty('expected');
});

it('of printed choices the one that is ticked is read, and none where none or both are', () => {
  for (const cell of ['☑是 □否', '☒ 是　☐ 否', '■是□否', '是（√）否（）'])
    expect(parseYes(cell)).toEqual({ value: true });
  for (const cell of ['□是 ☑否', '是（ ） 否（√）']) expect(parseYes(cell)).toEqual({ value: false });
  for (const cell of ['□是 □否', '☑是 ☑否', '是（）否（）'])
    expect(parseYes(cell)).toHaveProperty('expected');
});

import fc from 'fast-check';
import {
  type Layout,
  type MadeFeatures,
  numberedTexts,
  numberOf,
  type SupplyFeatures,
} from '../markets/features.js';
import { rulesOf } from '../markets/index.js';
import { FeatureTable } from './feature-table.js';

const number = fc.nat(400).map((n) => numberOf(`text ${n}`));
const codes = fc.array(number, { maxLength: 100 });
const day = fc.integer({ min: 0, max: 20991231 });
const own = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN));

/** Of a market's layout, as many numbers and lists as it has. */
function featuresOf({ numbers, codes: lists }: Layout): fc.Arbitrary<MadeFeatures> {
  return fc.record({
    organisation: number,
    uscc: number,
    area: number,
    invited: fc.boolean(),
    tie: fc.nat(),
    validTo: day,
    numbers: fc.record(Object.fromEntries(numbers.map((name) => [name, own]))),
    codes: fc.record(Object.fromEntries(lists.map((name) => [name, codes]))),
  });
}

function expectAlike(read: SupplyFeatures, put: MadeFeatures): void {
  const { organisation, uscc, area, invited, tie, validTo } = read;
  expect(put).toMatchObject({ organisation, uscc, area, invited, tie, validTo });
  expect({ ...read.numbers }).toEqual(put.numbers);
  expect(Object.keys(read.codes)).toEqual(Object.keys(put.codes));
  for (const [name, wanted] of Object.entries(put.codes)) {
    const list = read.codes[name] as SupplyFeatures['codes'][string];
    expect(list.length).toBe(wanted.length);
    for (const code of wanted) expect(list.includes(code)).toBe(true);
    expect(list.includes(0)).toBe(false);
  }
}

const none: Layout = { numbers: [], codes: [] };

describe.each([
  ['software', rulesOf('software').layout],
  ['technology', rulesOf('technology').layout],
  ['a market that looks at nothing of its own', none],
])('the table of features of %s', (_name, layout) => {
  const features = featuresOf(layout);

  it('reads in every thread what was put, also what is put while others read, and after a restart', () => {
    fc.assert(
      fc.property(fc.array(features, { minLength: 1, maxLength: 30 }), (rows) => {
        const table = new FeatureTable(layout);
        // Looks before there is anything, so its sight ends where the room ended then.
        const elsewhere = new FeatureTable(layout, table.handle);
        rows.forEach((row, i) => {
          table.put(i, row);
          expectAlike(elsewhere.get(i), row);
        });
        const restored = FeatureTable.restore(layout, table.image(rows.length));
        rows.forEach((row, i) => {
          expectAlike(table.get(i), row);
          expectAlike(restored.get(i), row);
        });
        const late = rows[0] as (typeof rows)[number];
        restored.put(rows.length, late);
        expectAlike(restored.get(rows.length), late);
      }),
    );
  });

  it('reads after a restart what the texts are called then, whatever numbers they had before', () => {
    const table = new FeatureTable(layout);
    const [row] = fc.sample(features, 1) as [MadeFeatures];
    table.put(0, row);
    const texts = numberedTexts();
    const renamed = texts.map((text) => `another ${text}`);
    const restored = FeatureTable.restore(layout, { ...table.image(1), texts: renamed });
    const after = (before: number) => numberOf(renamed[before - 1] as string);
    expectAlike(restored.get(0), {
      ...row,
      organisation: after(row.organisation),
      uscc: after(row.uscc),
      area: after(row.area),
      codes: Object.fromEntries(Object.entries(row.codes).map(([name, list]) => [name, list.map(after)])),
    });
  });
});

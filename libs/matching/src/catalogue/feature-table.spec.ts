import fc from 'fast-check';
import { type CapabilityFeatures, numberedTexts, numberOf } from '../scoring/domain/features.js';
import { FeatureTable } from './feature-table.js';

const number = fc.nat(400).map((n) => numberOf(`text ${n}`));
const codes = fc.array(number, { maxLength: 100 });
const day = fc.integer({ min: 0, max: 20991231 });
const features: fc.Arbitrary<CapabilityFeatures<readonly number[]>> = fc.record({
  organisation: number,
  uscc: number,
  price: fc.option(fc.nat(), { nil: undefined }),
  advancement: fc.double({ min: 0, max: 1, noNaN: true }),
  area: number,
  invited: fc.boolean(),
  firstFrom: day,
  firstTo: day,
  tie: fc.nat(),
  validTo: day,
  fields: codes,
  chains: codes,
  platforms: codes,
});

function expectAlike(read: CapabilityFeatures, put: CapabilityFeatures<readonly number[]>): void {
  const { fields, chains, platforms, ...others } = read;
  expect(put).toMatchObject(others);
  for (const [name, list] of Object.entries({ fields, chains, platforms })) {
    const wanted = put[name as 'fields' | 'chains' | 'platforms'];
    expect(list.length).toBe(wanted.length);
    for (const code of wanted) expect(list.includes(code)).toBe(true);
    expect(list.includes(0)).toBe(false);
  }
}

describe('the table of features', () => {
  it('reads in every thread what was put, also what is put while others read, and after a restart', () => {
    fc.assert(
      fc.property(fc.array(features, { minLength: 1, maxLength: 30 }), (rows) => {
        const table = new FeatureTable();
        // Looks before there is anything, so its sight ends where the room ended then.
        const elsewhere = new FeatureTable(table.handle);
        rows.forEach((row, i) => {
          table.put(i, row);
          expectAlike(elsewhere.get(i), row);
        });
        const restored = FeatureTable.restore(table.image(rows.length));
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
    const table = new FeatureTable();
    const [row] = fc.sample(features, 1) as [CapabilityFeatures<readonly number[]>];
    table.put(0, row);
    const texts = numberedTexts();
    const renamed = texts.map((text) => `another ${text}`);
    const restored = FeatureTable.restore({ ...table.image(1), texts: renamed });
    const after = (before: number) => numberOf(renamed[before - 1] as string);
    expectAlike(restored.get(0), {
      ...row,
      organisation: after(row.organisation),
      uscc: after(row.uscc),
      area: after(row.area),
      fields: row.fields.map(after),
      chains: row.chains.map(after),
      platforms: row.platforms.map(after),
    });
  });
});

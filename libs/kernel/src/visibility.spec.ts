import fc from 'fast-check';
import {
  allows,
  type Condition,
  conditionSql,
  loosened,
  narrowed,
  Parameters,
  type Rule,
} from './visibility.js';

interface Thing {
  readonly shade: string | null;
  readonly area: string | null;
  readonly open: boolean;
}
interface Asker {
  readonly all: boolean;
  readonly area: string | null;
  readonly shades: readonly string[];
}

const value = fc.constantFrom('a', 'b', 'c');
const thing: fc.Arbitrary<Thing> = fc.record({
  shade: fc.option(value),
  area: fc.option(value),
  open: fc.boolean(),
});
const asker: fc.Arbitrary<Asker> = fc.record({
  all: fc.boolean(),
  area: fc.option(value),
  shades: fc.array(value, { maxLength: 2 }),
});
const { rule } = fc.letrec<{ rule: Rule<Thing, Asker> }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Rule<Thing, Asker>>(
      { asker: 'all' },
      { row: 'open' },
      { row: 'area', is: 'area' },
      { row: 'shade', among: 'shades' },
    ),
    fc.array(value, { maxLength: 2 }).map((oneOf): Rule<Thing, Asker> => ({ row: 'shade', oneOf })),
    fc.array(tie('rule'), { maxLength: 3 }).map((all): Rule<Thing, Asker> => ({ all })),
    fc.array(tie('rule'), { maxLength: 3 }).map((any): Rule<Thing, Asker> => ({ any })),
  ),
}));

/** The condition by the letter, as a database would read it. */
function holds(condition: Condition<Thing>, row: Thing): boolean {
  if (typeof condition === 'boolean') return condition;
  if ('all' in condition) return condition.all.every((part) => holds(part, row));
  if ('any' in condition) return condition.any.some((part) => holds(part, row));
  const found = row[condition.row];
  return 'oneOf' in condition ? condition.oneOf.some((of) => of === found) : found === true;
}

describe('a rule of who sees what', () => {
  it('means the same before and after it is known who asks', () =>
    fc.assert(
      fc.property(rule, thing, asker, (of, row, by) =>
        expect(holds(narrowed(of, by), row)).toBe(allows(of, row, by)),
      ),
      { numRuns: 1000 },
    ));

  it('decides what asks for nothing of the row', () => {
    const city = { all: true, area: null, shades: [] };
    expect(narrowed<Thing, Asker>({ any: [{ asker: 'all' }, { row: 'open' }] }, city)).toBe(true);
    expect(narrowed<Thing, Asker>({ all: [{ row: 'area', is: 'area' }, { row: 'open' }] }, city)).toBe(false);
  });

  it('is met without what is unknown of a row by every row that meets it', () =>
    fc.assert(
      fc.property(
        rule,
        thing,
        asker,
        fc.subarray<keyof Thing>(['shade', 'area', 'open']),
        (of, row, by, known) => {
          const condition = narrowed(of, by);
          const loose = loosened(condition, known);
          if (holds(condition, row)) expect(holds(loose, row)).toBe(true);
          const other = {
            shade: null,
            area: null,
            open: false,
            ...Object.fromEntries(known.map((k) => [k, row[k]])),
          };
          expect(holds(loose, other as Thing)).toBe(holds(loose, row));
        },
      ),
      { numRuns: 1000 },
    ));

  it('is SQL with every value as a parameter, numbered behind those that are there', () => {
    const parameters = new Parameters('first');
    const sql = conditionSql<Thing>(
      { any: [{ row: 'shade', oneOf: ["a'; --"] }, { row: 'open' }, false] },
      {
        shade: { sql: 't.shade', type: 'text' },
        area: { sql: 't.area', type: 'text' },
        open: { sql: 't.open', type: 'boolean' },
      },
      parameters,
    );
    expect(sql).toBe('(coalesce(t.shade = ANY($2::text[]), false) OR coalesce(t.open, false) OR false)');
    expect(parameters.values).toEqual(['first', ["a'; --"]]);
  });
});

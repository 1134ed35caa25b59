import fc from 'fast-check';
import { type Assessment, type ReviewContent, type SchemeContent, schemeContent } from '#contracts';
import { InvalidInput, reachable } from '#kernel';
import { scoreUnits, type Unit } from '../../schemes/score.js';
import { blockersOf } from './blockers.js';
import { changesBetween, contentOf, unitsFrom, type Whole } from './content.js';
import { checkAssessment, checkSelf } from './marks.js';
import { reviewStages } from './stages.js';
import { keysSeen, seesReview, speaksFor, type Voice } from './voice.js';

const scheme: SchemeContent = schemeContent.parse({
  name: '年度评比',
  units: 'area',
  indicators: [
    { measure: 'reached2', direction: 'more', weight: '60', fullMark: { kind: 'linear', target: '10' } },
    { measure: 'contractAmount', direction: 'more', weight: '40', fullMark: { kind: 'rank' } },
  ],
  deductions: [{ measure: 'scenariosUnserved', per: '1', points: '2', atMost: '6' }],
});
const unit = (key: string, reached: string, amount: string, unserved = '0'): Unit => ({
  key,
  label: key,
  values: { reached2: reached, contractAmount: amount, scenariosUnserved: unserved },
});
const three = [unit('a', '5', '30'), unit('b', '10', '10', '1'), unit('c', '0', '0')];
const asComputed = (key: string, units: readonly Unit[] = three): Assessment => ({
  marks: (scoreUnits(scheme, units).find((one) => one.key === key)?.indicators ?? []).map(
    ({ measure, points }) => ({ measure, points, reason: '' }),
  ),
  reason: '',
});
const computedOf = (key: string) => {
  const found = scoreUnits(scheme, three).find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const faults = (run: () => void): string[] => {
  try {
    run();
    return [];
  } catch (error) {
    return (error as InvalidInput).errors.map(({ code, pointer }) => `${pointer} ${code}`);
  }
};

function whole(units: readonly Unit[], marks: Readonly<Record<string, Assessment>> = {}): Whole {
  return {
    review: {
      name: '年度评比',
      version: 1,
      period: '2026',
      amendment: 0,
      periodSha256: '0'.repeat(64),
      schemeId: '00000000-0000-4000-8000-000000000000',
      schemeVersion: 1,
    },
    scheme,
    measures: [],
    units: scoreUnits(scheme, units).map((computed) => ({
      key: computed.key,
      label: computed.label,
      computed,
      self: null,
      assessed: marks[computed.key] ?? asComputed(computed.key, units),
    })),
    objections: [],
    files: [],
    before: null,
  } as unknown as Whole;
}

describe('the stages of a review', () => {
  it('lead from the draft to publication and no further', () => {
    expect([...reachable(reviewStages, 'draft')].sort()).toEqual(Object.keys(reviewStages).sort());
    expect(reviewStages.published).toEqual([]);
  });
});

describe('a self-assessment', () => {
  const said = (marks: [string, string][], overall: string | null = null, submit = true) =>
    faults(() =>
      checkSelf(
        scheme,
        { marks: marks.map(([measure, points]) => ({ measure, points })), overall, remarks: '' },
        submit,
      ),
    );

  it('gives points for indicators or for the whole, and something when it is sent in', () => {
    expect(said([['reached2', '60']])).toEqual([]);
    expect(said([], '100')).toEqual([]);
    expect(said([], null, false)).toEqual([]);
    expect(said([])).toEqual(['/marks review.nothing_said']);
  });
  it('is refused above the weight, with more decimals than the scheme, twice, and for what is no indicator', () => {
    expect(said([['reached2', '60.01']])).toEqual(['/marks/0/points review.points_too_high']);
    expect(said([['reached2', '1.005']])).toEqual(['/marks/0/points review.points_too_fine']);
    expect(said([['agreements', '1']])).toEqual(['/marks/0/measure review.measure']);
    expect(
      said([
        ['reached2', '1'],
        ['reached2', '1'],
      ]),
    ).toEqual(['/marks/1/measure review.measure']);
    expect(said([], '100.5')).toEqual(['/overall review.points_too_high']);
  });
});

describe('the marks of the coordinating body', () => {
  const given = (assessment: Assessment, self: Parameters<typeof checkAssessment>[0]['self'] = null) =>
    faults(() => checkAssessment({ scheme, computed: computedOf('a'), self, assessment }));

  it('need no reason as computed, however they are written', () => {
    expect(given(asComputed('a'))).toEqual([]);
    expect(
      given({
        marks: [{ measure: 'reached2', points: '30', reason: '' }, ...asComputed('a').marks.slice(1)],
        reason: '',
      }),
    ).toEqual([]);
  });
  it('need a reason where they differ from what was computed, and where from what the unit gave itself', () => {
    const [first, second] = asComputed('a').marks;
    if (!first || !second) throw new Error('no marks');
    expect(given({ marks: [{ ...first, points: '31' }, second], reason: '' })).toEqual([
      '/marks/0/reason review.reason_wanted',
    ]);
    expect(given({ marks: [{ ...first, points: '31', reason: '补录1对' }, second], reason: '' })).toEqual([]);
    const self = { marks: [{ measure: 'reached2', points: '60' }], overall: null, remarks: '' };
    expect(given(asComputed('a'), self)).toEqual(['/marks/0/reason review.reason_wanted']);
    const overall = { marks: [], overall: '99', remarks: '' };
    expect(given(asComputed('a'), overall)).toEqual(['/reason review.reason_wanted']);
    expect(given({ ...asComputed('a'), reason: '以台账为准' }, overall)).toEqual([]);
    expect(given(asComputed('a'), { ...overall, overall: '70.00' })).toEqual([]);
  });
  it('are given for every indicator', () =>
    expect(given({ marks: asComputed('a').marks.slice(1), reason: '' })).toEqual([
      '/marks review.mark_wanted',
    ]));
});

describe('what is published', () => {
  it('ranks by the marks, ties sharing a place, with what was computed beside', () => {
    const { units } = contentOf(whole([...three, unit('d', '5', '30')]));
    // Amounts rank: 4, 2 and 1 of 4. a, d: 30 + 40; b: 60 + 20 - 2; c: 0 + 10.
    expect(units.map(({ key, place, total, computed }) => [key, place, total, computed])).toEqual([
      ['b', 1, '78.00', '78.00'],
      ['a', 2, '70.00', '70.00'],
      ['d', 2, '70.00', '70.00'],
      ['c', 4, '10.00', '10.00'],
    ]);
  });
  it('is what was computed where nobody marked otherwise', () => {
    const value = fc.integer({ min: 0, max: 20 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 6 }), (values) => {
        const units = values.map((of, i) => unit(String(i), ...of));
        const { units: published } = contentOf(whole(units));
        expect(published.map(({ key, total, place }) => [key, total, place])).toEqual(
          scoreUnits(scheme, units).map(({ key, total, place }) => [key, total, place]),
        );
      }),
    );
  });
  it('names, as a correction, every figure that differs and no other, and its changes lead from the old to the new', () => {
    const value = fc.integer({ min: 0, max: 6 }).map(String);
    const values = fc.array(fc.tuple(value, value, value), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const of = (all: typeof one) => contentOf(whole(all.map((v, i) => unit(String(i), ...v))));
        const [before, after] = [of(one), of(other)];
        const changes = changesBetween(before, after);
        expect(changes.every(({ from, to }) => from !== to)).toBe(true);
        const corrected = told(before);
        for (const { unit: key, figure, measure, from, to } of changes) {
          const at = `${key} ${figure} ${measure}`;
          expect(corrected.get(at)).toBe(from);
          corrected.set(at, to);
        }
        expect(corrected).toEqual(told(after));
      }),
    );
  });
  it('says why of a changed mark by the reason of the mark, of the rest by that of the correction', () => {
    const before = contentOf(whole(three));
    const [first, second] = asComputed('c').marks;
    if (!first || !second) throw new Error('no marks');
    const marked = { marks: [{ ...first, points: '6.00', reason: '补核1对' }, second], reason: '' };
    const corrects = { version: 1, sha256: '', reason: '申诉成立' };
    const after = { ...contentOf(whole(three, { c: marked })), corrects };
    expect(changesBetween(before, after)).toEqual([
      {
        unit: 'c',
        label: 'c',
        figure: 'mark',
        measure: 'reached2',
        from: '0.00',
        to: '6.00',
        why: '补核1对',
      },
      { unit: 'c', label: 'c', figure: 'total', measure: null, from: '13.33', to: '19.33', why: '申诉成立' },
    ]);
  });
});

/** Every figure of a published review by what it is. */
function told({ units }: ReviewContent): Map<string, string | null> {
  return new Map(
    units.flatMap((one) => [
      ...one.indicators.flatMap(({ measure, value, computed, mark }): [string, string | null][] => [
        [`${one.key} value ${measure}`, value],
        [`${one.key} computed ${measure}`, computed],
        [`${one.key} mark ${measure}`, mark],
      ]),
      ...one.deductions.map(({ measure, points }): [string, string] => [
        `${one.key} deduction ${measure}`,
        points,
      ]),
      [`${one.key} total null`, one.total] as [string, string],
      [`${one.key} place null`, String(one.place)] as [string, string],
    ]),
  );
}

describe('a unit that the archive does not name', () => {
  it('has 0 of what is counted and nothing of what is told from cases', () => {
    const figures = {
      measures: ['reached2', 'answerDays'].map((code) => ({ code, name: code, unit: '', definition: '' })),
      total: { reached2: '3', answerDays: '4' },
      area: [{ key: 'a', label: '甲区', values: { reached2: '3', answerDays: '4' } }],
      department: [],
    };
    expect(unitsFrom(figures, 'area', ['a', 'b'], () => '乙区')).toEqual([
      { key: 'a', label: '甲区', values: { reached2: '3', answerDays: '4' } },
      { key: 'b', label: '乙区', values: { reached2: '0', answerDays: null } },
    ]);
  });
});

describe('publication', () => {
  const units = [
    { key: 'a', label: '甲区', acceptedAt: null },
    { key: 'b', label: '乙区', acceptedAt: new Date() },
  ];
  const blocked = (objections: { key: string; outcome: 'upheld' | null }[], today: string) =>
    blockersOf({ units, objections, due: '2027-01-20', today }).length;

  it('waits for silent units until the last day for objections has passed', () => {
    expect(blocked([], '2027-01-20')).toBe(1);
    expect(blocked([], '2027-01-21')).toBe(0);
    expect(blocked([{ key: 'a', outcome: 'upheld' }], '2027-01-01')).toBe(0);
  });
  it('waits for every objection to be decided, however late it is', () =>
    expect(
      blocked(
        [
          { key: 'a', outcome: 'upheld' },
          { key: 'a', outcome: null },
        ],
        '2027-06-01',
      ),
    ).toBe(1));
});

describe('who speaks and who sees', () => {
  const voice = (more: Partial<Voice>): Voice => ({
    id: 'p',
    name: '某人',
    scope: 'area',
    area: null,
    department: null,
    ...more,
  });
  const review = { state: 'self_assessment', units: 'area', keys: ['410105', '410172'] } as const;
  const [jinshui, other, city] = [
    voice({ area: '410105' }),
    voice({ area: '410103' }),
    voice({ scope: 'city', department: 'gxj' }),
  ];

  it('an area for itself, a city body for its department, and the city on behalf of the others', () => {
    expect(speaksFor(jinshui, 'area', '410105')).toBe('own');
    expect(speaksFor(jinshui, 'area', '410172')).toBeUndefined();
    expect(speaksFor(voice({ area: '410105', department: 'gxj' }), 'department', 'gxj')).toBeUndefined();
    expect(speaksFor(city, 'department', 'gxj')).toBe('own');
    expect(speaksFor(city, 'department', 'kjj')).toBe('behalf');
  });
  it('an area sees its own unit from the opening on, and others never whole', () => {
    expect([seesReview(jinshui, review), keysSeen(jinshui, review)]).toEqual([true, ['410105']]);
    expect(seesReview(jinshui, { ...review, state: 'draft' })).toBe(false);
    expect(seesReview(other, review)).toBe(false);
    expect([seesReview(other, { ...review, state: 'published' }), keysSeen(other, review)]).toEqual([
      true,
      [],
    ]);
    expect(keysSeen(city, review)).toEqual(review.keys);
  });
});

import fc from 'fast-check';
import { addDays, dayOf, isDay, parsePeriod, periodsOf, startOfDay } from './calendar.js';
import { creditCodeCheck, creditCodeFault, normaliseCreditCode } from './credit-code.js';
import { canonicalJson } from './hash.js';
import { fen, inWan, yuan } from './money.js';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const first17 = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 });
const day = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-12-30T00:00:00Z'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));

describe('the unified social credit code', () => {
  it.each(['91410100170000791J'.slice(0, 17), '9135010061164460X'].map((f) => f + creditCodeCheck(f)))(
    'takes %s',
    (code) => expect(creditCodeFault(code)).toBeUndefined(),
  );

  it('knows the check characters of published codes', () => {
    // Of companies whose codes anyone can look up.
    expect(creditCodeFault('91440300708461136T')).toBeUndefined();
    expect(creditCodeFault('91330100799655058B')).toBeUndefined();
  });

  it('finds every single wrong character and every swap of two neighbours', () => {
    fc.assert(
      fc.property(first17, fc.nat(17), fc.constantFrom(...alphabet), (first, at, wrong) => {
        const code = first + creditCodeCheck(first);
        if (code[at] === wrong) return;
        expect(creditCodeFault(code.slice(0, at) + wrong + code.slice(at + 1))).toBe('check');
      }),
    );
  });

  it('reads full-width and lower-case as the plain characters', () => {
    fc.assert(
      fc.property(first17, (first) => {
        const code = first + creditCodeCheck(first);
        const wide = [...code.toLowerCase()]
          .map((c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0))
          .join('');
        expect(normaliseCreditCode(` ${wide} `)).toBe(code);
      }),
    );
  });
});

describe('days and periods of Asia/Shanghai', () => {
  it('begin eight hours before those of UTC', () => {
    expect(dayOf(new Date('2026-12-31T15:59:59.999Z'))).toBe('2026-12-31');
    expect(dayOf(new Date('2026-12-31T16:00:00.000Z'))).toBe('2027-01-01');
    expect(startOfDay('2027-01-01').toISOString()).toBe('2026-12-31T16:00:00.000Z');
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-1-1',
    '20260101',
    '',
    '2025-02-29',
    '1999-12-31',
    '2201-01-01',
    '9999-01-01',
  ])('have no day %s', (text) => expect(isDay(text)).toBe(false));

  it('hold each day in its month, quarter and year, and in no other', () => {
    fc.assert(
      fc.property(day, (d) => {
        for (const code of periodsOf(d)) {
          const period = parsePeriod(code);
          expect(period && period.first <= d && d <= period.last).toBe(true);
          expect(periodsOf(addDays(period?.last ?? '', 1))).not.toContain(code);
          expect(periodsOf(addDays(period?.first ?? '', -1))).not.toContain(code);
        }
      }),
    );
  });

  it.each(['2026-Q5', '2026-00', '26', '2026-Q', '2026-1', '1999', '2201-01', '9999', '0000-Q1'])(
    'know no period %s',
    (code) => expect(parsePeriod(code)).toBeUndefined(),
  );

  it('have one, three or twelve months, which are theirs', () => {
    expect(parsePeriod('2026-03')?.months).toEqual(['2026-03']);
    expect(parsePeriod('2026-Q4')?.months).toEqual(['2026-10', '2026-11', '2026-12']);
    const year = parsePeriod('2200');
    expect(year?.months).toHaveLength(12);
    expect([year?.months[0], year?.months[11], year?.last]).toEqual(['2200-01', '2200-12', '2200-12-31']);
  });
});

describe('money', () => {
  it('is exact', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (amount) => fen(yuan(amount)) === amount));
    expect([inWan('120000.00'), inWan('125000'), inWan('0.01'), inWan('0')]).toEqual([
      '12',
      '12.5',
      '0.000001',
      '0',
    ]);
  });
});

describe('canonical JSON', () => {
  it('sorts keys as RFC 8785 shows it, by UTF-16 units and not as people would', () => {
    // Section 3.2.3 of the RFC.
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = [...canonicalJson(value).matchAll(/"(?:[^"\\]|\\.)*":"([^"]*)"/g)].map((match) => match[1]);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    // Latin capitals come before small letters, whatever a locale says.
    expect(canonicalJson({ a: 1, B: 2, 郑: 3, 州: 4 })).toBe('{"B":2,"a":1,"州":4,"郑":3}');
    expect(canonicalJson({ numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27] })).toBe(
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    );
  });

  it('is one text for one value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

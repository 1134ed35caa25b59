import { addDays } from '#kernel';
import {
  burst,
  many,
  noContract,
  type Origin,
  raise,
  shared,
  shippedParameters,
  together,
  type Verified,
} from './flags.js';

const nowhere: Origin = { importedAt: null, phones: [], emails: [], address: '', networks: [], devices: [] };
let made = 0;
function claim(rest: Partial<Verified> = {}): Verified {
  const n = ++made;
  return {
    claimId: `claim ${n}`,
    demandListingId: `scenario ${n}`,
    firmId: `firm ${n}`,
    demandId: `owner ${n}`,
    area: '410105',
    level: 2,
    verifiedOn: '2026-06-15',
    claimedAt: 0,
    confirmedAt: 86_400_000,
    demand: nowhere,
    supply: nowhere,
    ...rest,
  };
}
const times = (count: number, of: (n: number) => Partial<Verified>) =>
  Array.from({ length: count }, (_, n) => claim(of(n)));

describe('a flag', () => {
  it('is raised by a burst at the end of a month against the mean of the year’s other days', () => {
    const terms = { days: 10, factor: 3, least: 10 };
    // One every fifth day from January to October: two in ten days.
    const calm = times(60, (n) => ({ verifiedOn: addDays('2026-01-01', n * 5) }));
    const rush = (count: number) => times(count, (n) => ({ verifiedOn: addDays('2026-11-21', n % 10) }));
    expect(burst([...calm, ...rush(9)], terms, '2026-12-01')).toEqual([]);
    const found = burst([...calm, ...rush(12)], terms, '2026-12-01');
    expect(found).toHaveLength(12);
    expect(burst([...calm, ...rush(10)], terms, '2026-12-01')).toHaveLength(10);
    expect(found[0]?.evidence).toEqual({
      area: '410105',
      from: '2026-11-21',
      to: '2026-11-30',
      count: 12,
      mean: 1.85,
    });
    // 24 a window all year round: nothing stands out.
    const busy = times(700, (n) => ({ verifiedOn: addDays('2026-01-01', Math.floor(n / 2.4)) }));
    expect(burst([...busy, ...rush(20)], terms, '2026-12-01').length).toBe(0);
    // Of another area the calm says nothing.
    const elsewhere = times(12, (n) => ({ area: '410172', verifiedOn: addDays('2026-11-21', n % 10) }));
    expect(burst([...busy, ...elsewhere], terms, '2026-12-01')).toHaveLength(12);
    // Six in each of two areas are a burst in neither.
    const six = (area: string) => times(6, (n) => ({ area, verifiedOn: addDays('2026-11-21', n) }));
    expect(burst([...six('410105'), ...six('410172')], terms, '2026-12-01')).toEqual([]);
  });

  it('is raised by a burst above the factor, not at it, and measured against its own year to that year’s end', () => {
    const terms = { days: 10, factor: 5, least: 10 };
    // 71 in the 355 other days of a year are two in ten days.
    const calm = times(71, (n) => ({ verifiedOn: addDays('2025-01-01', n * 4) }));
    const rush = (count: number) => times(count, (n) => ({ verifiedOn: addDays('2025-11-21', n % 10) }));
    expect(burst([...calm, ...rush(10)], terms, '2025-12-31')).toEqual([]);
    for (const today of ['2025-12-31', '2026-08-31'])
      expect(burst([...calm, ...rush(11)], terms, today)[0]?.evidence).toMatchObject({ count: 11, mean: 2 });
    const busyBefore = times(700, (n) => ({ verifiedOn: addDays('2024-01-01', Math.floor(n / 2)) }));
    expect(burst([...busyBefore, ...calm, ...rush(11)], terms, '2025-12-31')).toHaveLength(11);
  });

  it('is raised where one firm or one owner has a great share of all pairs', () => {
    const terms = { share: 0.2, least: 20 };
    const others = times(70, () => ({}));
    expect(many([...others, ...times(19, () => ({ firmId: 'one' }))], terms, '')).toEqual([]);
    const firm = many([...others, ...times(20, () => ({ firmId: 'one' }))], terms, '');
    expect(firm).toHaveLength(20);
    expect(firm[0]?.evidence).toMatchObject({ side: 'supply', organisationId: 'one', pairs: 20, of: 90 });
    expect(
      many([...others, ...times(20, () => ({ demandId: 'two' }))], terms, '')[0]?.evidence,
    ).toMatchObject({
      side: 'demand',
    });
    // Three levels of one pair are one pair.
    const ladder = times(40, (n) => ({ firmId: 'one', demandListingId: `s ${n % 10}`, level: 2 + (n % 4) }));
    expect(many([...others, ...ladder], terms, '')).toEqual([]);
    // Just the share is enough, and each year is looked at by itself.
    expect(many([...times(80, () => ({})), ...times(20, () => ({ firmId: 'one' }))], terms, '')).toHaveLength(
      20,
    );
    const twoYears = times(20, (n) => ({ firmId: 'one', verifiedOn: n < 10 ? '2025-06-15' : '2026-06-15' }));
    expect(many(twoYears, terms, '')).toEqual([]);
    // Many, but few of all.
    expect(many([...times(200, () => ({})), ...times(20, () => ({ firmId: 'one' }))], terms, '')).toEqual([]);
  });

  it('is raised by what both sides share, personal data masked, and not by a mailbox that all have', () => {
    const sides = (demand: Partial<Origin>, supply: Partial<Origin>) =>
      shared(
        [claim({ demand: { ...nowhere, ...demand }, supply: { ...nowhere, ...supply } })],
        shippedParameters.shared,
        '',
      )[0]?.evidence;
    expect(sides({}, {})).toBeUndefined();
    expect(sides({ phones: ['138 0013 8000'] }, { phones: ['+86-13800138000'] })).toEqual({
      phones: ['138****00'],
    });
    expect(sides({ emails: ['A@qq.com'] }, { emails: ['b@qq.com'] })).toBeUndefined();
    expect(sides({ emails: ['A@qq.com'] }, { emails: ['a@QQ.com'] })).toEqual({ emails: ['a***@qq.com'] });
    expect(sides({ emails: ['a@firm.cn'] }, { emails: ['b@firm.cn'] })).toEqual({ domains: ['firm.cn'] });
    expect(sides({ address: '郑州市金水区 文化路1号' }, { address: '郑州市金水区文化路１号' })).toEqual({
      addresses: ['郑州市金水区文化路1号'],
    });
    // Six characters are an address, five are none.
    expect(sides({ address: '文化路12号' }, { address: '文化路12号' })).toBeDefined();
    expect(sides({ address: '文化路1号' }, { address: '文化路1号' })).toBeUndefined();
    expect(sides({ devices: ['0123456789abcdef'] }, { devices: ['0123456789abcdef'] })).toEqual({
      devices: ['0123456789ab'],
    });
    expect(sides({ networks: ['203.0.113.9'] }, { networks: ['203.0.113.9', '::1'] })).toEqual({
      networks: ['203.0.113.9'],
    });
    const mails = claim({
      demand: { ...nowhere, emails: ['a@post.cn'] },
      supply: { ...nowhere, emails: ['b@post.cn'] },
    });
    expect(shared([mails], { publicDomains: ['Post.CN'] }, '')).toEqual([]);
  });

  it('is raised where both sides were imported together and agreed within minutes', () => {
    const of = (apart: number | null, answered: number | null, imported = true) =>
      together(
        [
          claim({
            demand: { ...nowhere, importedAt: imported ? 0 : null },
            supply: { ...nowhere, importedAt: apart === null ? null : apart * 60_000 },
            claimedAt: 1_000,
            confirmedAt: answered === null ? null : 1_000 + answered * 60_000,
          }),
        ],
        shippedParameters.together,
        '',
      ).length;
    expect([of(60, 10), of(61, 10), of(60, 11), of(60, null)]).toEqual([1, 0, 0, 0]);
    expect([of(0, 0), of(0, 0, false), of(null, 0)]).toEqual([1, 0, 0]);
  });

  it('is raised by an agreement that never became a contract', () => {
    const agreed = claim({ level: 3, verifiedOn: '2026-01-01' });
    const by = (today: string, ...more: Verified[]) =>
      noContract([agreed, ...more], { days: 180 }, today).length;
    expect([by('2026-06-29'), by('2026-06-30')]).toEqual([0, 1]);
    expect(by('2026-12-31', claim({ level: 4 }))).toBe(1);
    expect([4, 5].map((level) => by('2026-12-31', { ...agreed, level }))).toEqual([0, 0]);
    expect(noContract([claim({ verifiedOn: '2026-01-01' })], { days: 180 }, '2026-12-31')).toEqual([]);
  });

  it('is raised by no rule that is off', () => {
    const ours: Origin = { ...nowhere, importedAt: 0, phones: ['13800138000'] };
    // Each of these claims is for every rule to look at: an agreement of one firm, known to its other side.
    const claims = times(12, () => ({
      firmId: 'one',
      level: 3,
      verifiedOn: '2026-01-31',
      confirmedAt: 0,
      demand: ours,
      supply: ours,
    }));
    const parameters = { ...shippedParameters, many: { on: true, share: 0.2, least: 12 } };
    const raisedBy = (of: typeof parameters) => [
      ...new Set(raise(claims, of, '2026-12-31').map((flag) => flag.rule)),
    ];
    const rules = ['burst', 'many', 'shared', 'together', 'noContract'] as const;
    expect(raisedBy(parameters)).toEqual(rules);
    for (const rule of rules)
      expect(raisedBy({ ...parameters, [rule]: { ...parameters[rule], on: false } })).toEqual(
        rules.filter((other) => other !== rule),
      );
  });
});

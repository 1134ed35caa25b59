import type { PublishedCapability, PublishedScenario } from '#contracts';
import { best, capability, most, mostText, rules, scenario } from '../../catalogue/software.fixture.js';
import { exclusion as exclusionIn, exclusionText } from '../exclusion.js';
import { numberOf } from '../features.js';

const exclusion = (demand: PublishedScenario, supply: PublishedCapability, today: string) =>
  exclusionIn(rules, { demand, supply, today });

const day = '2026-11-24';

describe('the rules of software', () => {
  it('never takes two organisations, platforms or areas for one, however alike their names', () => {
    // FNV-1a of 32 bits gives these two the same number.
    const [one, other] = ['costarring', 'liquid'] as const;
    expect(numberOf(one)).not.toBe(numberOf(other));
    expect(numberOf('costarring')).toBe(numberOf(one));
  });

  it('has rules that give 100 points at most', () =>
    expect(Object.values(most).reduce((a, b) => a + b, 0)).toBe(100));

  it('leaves out what lacks a required platform, says which, and keeps it among the near ones', async () => {
    const wanted = scenario({ requiredPlatforms: ['kylin', 'kunpeng'] });
    const lacking = capability({ adaptedPlatforms: ['kylin'] });
    expect(exclusion(wanted, lacking, day)).toEqual({
      code: 'platforms',
      text: '未适配场景要求的平台：鲲鹏',
    });
    const { found, near } = await best(wanted, [lacking]);
    expect(found.map((f) => f.capability.id)).not.toContain(lacking.id);
    expect(near[0]).toMatchObject({ excluded: 'platforms', capability: { id: lacking.id } });
    const fitting = capability({ adaptedPlatforms: ['kylin', 'kunpeng'] });
    expect((await best(wanted, [fitting])).found.map((f) => f.capability.id)).toContain(fitting.id);
  });

  it('knows a field, a chain and a platform wherever it stands in its list', async () => {
    const wanted = scenario({
      fields: ['ai', 'healthcare'],
      chains: ['ai', 'bio'],
      requiredPlatforms: ['kylin', 'dameng'],
    });
    const fitting = capability({
      fields: ['cloud', 'healthcare', 'ai'],
      chains: ['bio', 'software', 'ai'],
      adaptedPlatforms: ['kunpeng', 'kylin', 'dameng'],
    });
    expect(exclusion(wanted, fitting, day)).toBeUndefined();
    const [first] = (await best(wanted, [fitting])).found;
    const points = (rule: string) => first?.reasons.find((reason) => reason.rule === rule)?.points ?? 0;
    // Rules count as far as the text does: in full where that is full.
    for (const rule of ['field', 'chain', 'platforms'] as const)
      expect(Math.abs(points(rule) - ((most[rule] as number) * points('text')) / mostText)).toBeLessThan(
        0.11,
      );
  });

  it('never proposes an organisation to itself', () => {
    const wanted = scenario();
    expect(exclusion(wanted, { ...capability(), organisation: wanted.organisation }, day)?.text).toBe(
      '供需双方为同一单位',
    );
  });

  it('keeps apart what is only for invited ones, and what is for the own area only, and says whose it is', () => {
    const invited = { visibility: 'invited' };
    expect(exclusion(scenario(invited), capability(), day)?.text).toBe('场景仅限受邀单位对接');
    expect(exclusion(scenario(), capability(invited), day)?.text).toBe('企业能力仅限受邀单位对接');
    const local = { ...scenario({ localOnly: true }), area: '410105' };
    const elsewhere = (area: string | null) => exclusion(local, { ...capability(), area }, day)?.text;
    expect(elsewhere('410102')).toBe('场景仅面向金水区企业，该企业能力所在区域为中原区');
    expect(elsewhere(null)).toBe('场景仅面向金水区企业，该企业能力未注明所在区域');
    expect(elsewhere('410105')).toBeUndefined();
  });

  it('says in general words what a pair that has changed meanwhile was kept apart by', () => {
    const [wanted, offered] = [scenario(), capability()];
    expect(exclusionText(rules, 'platforms', { demand: wanted, supply: offered, today: day })).toBe(
      '未适配场景要求的平台',
    );
    expect(exclusionText(rules, 'expired', { demand: wanted, supply: offered, today: day })).toBe(
      '有效期已过',
    );
  });

  it('leaves out what was valid until yesterday, on either side, and keeps what is valid until today', async () => {
    const past = { validUntil: '2026-11-23' };
    expect(exclusion(scenario(), capability(past), day)).toEqual({
      code: 'expired',
      text: '企业能力有效期至2026-11-23，已过',
    });
    expect(exclusion(scenario(past), capability(), day)?.text).toBe('场景有效期至2026-11-23，已过');
    const [over, lasting] = [capability(past), capability({ validUntil: day })];
    const { found, near } = await best(scenario(), [over, lasting]);
    const proposed = found.map((f) => f.capability.id);
    expect(proposed).toContain(lasting.id);
    expect(proposed).not.toContain(over.id);
    expect(near.find((one) => one.capability.id === over.id)).toMatchObject({ excluded: 'expired' });
  });
});

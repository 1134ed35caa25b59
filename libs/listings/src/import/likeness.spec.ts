import { isNearTitle } from './likeness.js';

describe('two titles', () => {
  it.each([
    ['示例更正场景', '示例更正场景'],
    ['示例更正场景', '示例更正场景（二期）'],
    ['门诊病历智能质控', '门诊病历智能质控系统'],
    ['门诊病历智能质控', '门诊病历的智能质控'],
    ['基于大模型的政务问答', '基于大模型的 政务问答平台'],
  ])('%s and %s may be of the same thing', (a, b) => {
    expect(isNearTitle(a, b)).toBe(true);
    expect(isNearTitle(b, a)).toBe(true);
  });

  it.each([
    ['门诊病历智能质控', '影像云归档'],
    ['质控', '导诊'],
    ['智慧医院导诊', '智慧校园安防'],
    ['', '甲'],
  ])('%s and %s are not', (a, b) => expect(isNearTitle(a, b)).toBe(false));
});

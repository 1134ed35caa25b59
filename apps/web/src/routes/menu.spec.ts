import { describe, expect, it } from '@jest/globals';
import { entryAt, menuOf } from './menu';

const all = menuOf(() => true);
const firm = menuOf((action) => /^(listing|search|edition|import|match\.explain|engagement)/.test(action));

describe('the menu', () => {
  it('is one view where there is little in it, and folded by groups where there is much', () => {
    expect([firm.folded, all.folded]).toEqual([false, true]);
  });

  it('fits 800 pixels with its largest group open', () => {
    const rows =
      all.first.length + all.groups.length + Math.max(...all.groups.map((one) => one.entries.length));
    expect(52 + rows * 38).toBeLessThan(800);
  });

  it('leaves out what a person may not do, with the headings of nothing', () => {
    expect(firm.groups.map(({ label }) => label)).toEqual(['供需', '技术供需', '匹配', '对接与核实']);
    expect(menuOf(() => false)).toEqual({
      first: [
        { key: '/', label: '工作台' },
        { key: '/account', label: '账号与安全' },
      ],
      groups: [],
      folded: false,
    });
  });

  it('knows where a page belongs', () => {
    expect(entryAt(all, '/scenarios/7f')).toMatchObject({ entry: { label: '应用场景' }, group: '供需' });
    expect(entryAt(all, '/organisation')).toMatchObject({ entry: { label: '本单位' } });
    expect(entryAt(all, '/organisations/7f/change')).toMatchObject({ entry: { label: '单位' } });
    expect(entryAt(all, '/import-headers')).toMatchObject({ entry: { label: '导入' } });
    expect(entryAt(all, '/account')).toEqual({ entry: { key: '/account', label: '账号与安全' } });
    expect(entryAt(firm, '/periods')).toEqual({ entry: { key: '/', label: '工作台' } });
  });
});

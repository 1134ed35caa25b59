import { codedPathsOf, type DictionaryName, dictionaries, kinds } from '#contracts';
import { creditCodeFault } from '#kernel';
import { bodies, capabilities, creditCodeOf, organisations, scenarios } from './index.js';

const codesOf = (name: DictionaryName) => new Set(dictionaries[name].entries.map((entry) => entry.code));

describe('the sample data', () => {
  it('are enough to show every page', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(60);
    expect(capabilities.length).toBeGreaterThanOrEqual(145);
    expect(capabilities.filter((c) => c.firstVersion).length).toBeGreaterThanOrEqual(15);
  });

  it('name no real body and no real firm: every name begins with 示例, and none is given twice', () => {
    const names = [...Object.values(bodies), ...organisations].map((o) => o.name);
    for (const name of names) expect(name).toMatch(/^示例/);
    expect(new Set(names).size).toBe(names.length);
  });

  it('have credit codes with the right check character', () => {
    for (const i of organisations.keys()) expect(creditCodeFault(creditCodeOf(i + 1))).toBeUndefined();
  });

  it('give every firm something to show', () => {
    const offering = new Set(capabilities.map((c) => c.organisation));
    const idle = organisations.filter((o) => o.kinds.includes('firm') && !offering.has(o.key));
    expect(idle.map((o) => o.name)).toEqual([]);
  });

  it('belong to organisations of the right side', () => {
    const kinds = new Map(organisations.map((o) => [o.key, o.kinds]));
    for (const s of scenarios) expect(kinds.get(s.organisation)).toContain('user');
    for (const c of capabilities) expect(kinds.get(c.organisation)).toContain('firm');
    expect(kinds.size).toBe(organisations.length);
  });

  it('use codes that exist, and no title twice', () => {
    for (const [kind, all] of [
      ['scenario', scenarios],
      ['capability', capabilities],
    ] as const) {
      for (const [path, name] of Object.entries(codedPathsOf(kinds[kind]))) {
        const known = codesOf(name);
        for (const item of all) {
          const value = (item as unknown as Record<string, unknown>)[path];
          for (const code of Array.isArray(value) ? value : value ? [value] : [])
            if (typeof code === 'string') expect([path, code, known.has(code)]).toEqual([path, code, true]);
        }
      }
    }
    expect(new Set(scenarios.map((s) => s.title)).size).toBe(scenarios.length);
    expect(new Set(capabilities.map((c) => c.product)).size).toBe(capabilities.length);
  });
});

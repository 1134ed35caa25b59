import { codedFields, type DictionaryName, dictionaries } from '#contracts';
import { capabilities, organisations, scenarios } from './index.js';

const codesOf = (name: DictionaryName) => new Set(dictionaries[name].map((entry) => entry.code));

describe('the sample data', () => {
  it('are enough to show every page', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(60);
    expect(capabilities.length).toBeGreaterThanOrEqual(145);
    expect(capabilities.filter((c) => c.firstVersion).length).toBeGreaterThanOrEqual(15);
  });

  it('are all marked as examples', () => {
    for (const organisation of organisations) expect(organisation.name).toMatch(/（示例）$/);
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
      for (const [path, name] of Object.entries(codedFields[kind])) {
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

import { type DictionaryName, dictionaries, labelOf } from './index.js';

const all = (Object.keys(dictionaries) as DictionaryName[]).map(
  (name) => [name, dictionaries[name].entries] as const,
);
/** As the importer compares them. */
const spelt = (name: string) => name.normalize('NFKC').toLowerCase();

describe.each(all)('the dictionary %s', (name, entries) => {
  it('uses each code once, in a form that fits an address', () => {
    for (const { code } of entries) expect(code).toMatch(/^[A-Za-z0-9]+(-[a-z0-9]+)*$/);
    expect(new Set(entries.map((entry) => entry.code)).size).toBe(entries.length);
  });

  it('never lets one spelling mean two entries', () => {
    const owners = new Map<string, string>();
    const ambiguous: string[] = [];
    for (const { code, label, aliases = [] } of entries)
      for (const spelling of new Set([code, label, ...aliases].map(spelt))) {
        const owner = owners.get(spelling);
        if (owner !== undefined) ambiguous.push(`${spelling}: ${owner}, ${code}`);
        owners.set(spelling, code);
      }
    expect(ambiguous).toEqual([]);
  });

  it('has parents that are top entries of its own', () => {
    const top = new Set(entries.filter((entry) => !entry.parent).map((entry) => entry.code));
    for (const { parent } of entries) if (parent !== undefined) expect(top).toContain(parent);
  });

  it('says its labels', () => {
    for (const { code, label } of entries) expect(labelOf(name, code)).toBe(label);
  });
});

describe('the dictionaries of the city', () => {
  it('hold the 16 fields, 20 chains, and 17 areas of which four are zones', () => {
    expect(dictionaries.fields.entries).toHaveLength(16);
    expect(dictionaries.chains.entries).toHaveLength(20);
    expect(dictionaries.areas.entries).toHaveLength(17);
    const zones = dictionaries.areas.entries.filter((area) => area.note === 'zone');
    expect(zones.map((area) => area.code)).toEqual(['410171', '410172', '410173', '4101ZD']);
  });
});

import { capabilityContent, dictionaries, scenarioContent } from '#contracts';
import { codeFaults, merged, type Overlay } from './dictionaries.js';

const entry = (over: Partial<Overlay>): Overlay => ({
  name: 'fields',
  code: 'ai',
  label: '人工智能',
  aliases: [],
  parent: null,
  note: null,
  retired: false,
  ...over,
});

describe('the dictionaries of a city', () => {
  it('are those of the platform where the city says nothing', () => {
    const { fieldNames, ...own } = merged([]);
    const shipped = Object.entries(dictionaries).map(([name, { entries }]) => [name, entries]);
    expect({ ...own, fieldNames: [] }).toEqual(Object.fromEntries(shipped));
    // What a field is called is said by its kind.
    expect(fieldNames).toContainEqual({ code: 'scenario.title', label: '场景名称', note: '应用场景' });
  });

  it('rename in place and add at the end', () => {
    const { fields } = merged([
      entry({ label: '人工智能与大模型' }),
      entry({ code: 'quantum', label: '量子' }),
    ]);
    expect(fields.map((f) => f.code)).toEqual([...dictionaries.fields.entries.map((f) => f.code), 'quantum']);
    expect(fields.find((f) => f.code === 'ai')?.label).toBe('人工智能与大模型');
  });

  it('stand in the order that the city gave them, and what it does not name behind', () => {
    const overlay = [entry({ code: 'quantum', label: '量子' })];
    const { fields } = merged(overlay, [{ name: 'fields', codes: ['quantum', 'ai'] }]);
    const rest = dictionaries.fields.entries.map((f) => f.code).filter((code) => code !== 'ai');
    expect(fields.map((f) => f.code)).toEqual(['quantum', 'ai', ...rest]);
  });

  it('find every unknown code of a content, wherever it stands', () => {
    const content = capabilityContent.parse({
      product: 'p',
      functions: 'f',
      productClass: 'x1',
      fields: ['x2'],
      industries: ['x8'],
      chains: ['nev', 'x3'],
      adaptedPlatforms: ['x4'],
      area: 'x5',
      visibility: 'x6',
      firstVersion: {
        level: 'x7',
        year: 2025,
        documentNo: '1',
        validFrom: '2025-01-01',
        validTo: '2025-01-02',
      },
    });
    expect(codeFaults('capability', content, merged([])).map((f) => [f.pointer, f.value])).toEqual([
      ['/content/productClass', 'x1'],
      ['/content/fields/0', 'x2'],
      ['/content/industries/0', 'x8'],
      ['/content/chains/1', 'x3'],
      ['/content/adaptedPlatforms/0', 'x4'],
      ['/content/firstVersion/level', 'x7'],
      ['/content/area', 'x5'],
      ['/content/visibility', 'x6'],
    ]);
  });

  it('refuse a retired code in new content and leave it where it stood', () => {
    const known = merged([entry({ retired: true })]);
    const content = scenarioContent.parse({ title: 't', needs: 'n', fields: ['ai'] });
    expect(codeFaults('scenario', content, known)).toMatchObject([{ code: 'listing.retired_code' }]);
    expect(codeFaults('scenario', content, known, content)).toEqual([]);
  });
});

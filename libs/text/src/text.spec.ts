import fc from 'fast-check';
import { withCodes } from './codes.js';
import { normalise } from './normalise.js';
import { queryWords, searchQuery, searchTokens, terms, words } from './segment.js';
import { synonymFinder } from './synonyms.js';

const holds = (text: string, query: string) => {
  const stored = new Set(searchTokens(text).map((t) => t.word));
  return queryWords(query).every((word) => stored.has(word));
};

describe('Chinese text', () => {
  it.each([
    ['網絡安全', '网络安全'],
    ['ＢＩＭ　平台', 'bim 平台'],
    ['數據庫', '数据库'],
  ])('compares %s as %s', (given, normal) => expect(normalise(given)).toBe(normal));

  it.each([
    ['人工智能平台', '智能'],
    ['待处理工单', '处理'],
    ['工业互联网平台', '互联网'],
    ['前大灯检测系统', '灯'],
    ['网络安全态势感知', '網絡安全'],
    ['基于BIM的运维', 'ｂｉｍ'],
  ])('finds in %s the word %s', (text, query) => expect(holds(text, query)).toBe(true));

  it('finds every text by the text itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'智慧城市数据平台建设云计算安全a1 ，。'), maxLength: 40 }),
        (text) => holds(text, text),
      ),
    );
  });

  it('sees a text as words, pairs and characters, and no pair across a sign', () => {
    const seen = terms('数据，平台');
    expect(seen).toEqual({
      words: ['数据', '平台'],
      bigrams: ['数据', '平台'],
      characters: ['数', '据', '平', '台'],
    });
    expect(words('')).toEqual([]);
  });

  it('takes a line break that some system has written out as two characters for a blank', () => {
    const broken = terms('需求内容：\\n1、建立以太环网。\\nPLC接入');
    expect(broken).toEqual(terms('需求内容： 1、建立以太环网。 PLC接入'));
    expect(broken.words).toContain('plc');
    expect(searchTokens('\\n1、环网').map(({ word }) => word)).not.toContain('n1');
  });

  it('knows what else a thing is called, but not inside another word', () => {
    const find = synonymFinder();
    expect(find(normalise('需通过等保三级测评')).map(({ word }) => word)).toEqual(['等级保护']);
    expect(find('his 系统').map(({ word }) => word)).toEqual(['医院信息系统']);
    expect(find('history')).toEqual([]);
  });

  it('holds a code however it is written, in every view, and asks for it in one piece', () => {
    const all = (text: string) => new Set(terms(text).characters);
    for (const [written, other] of [
      ['ISO 27001', 'iso27001'],
      ['ＩＳＯ２７００１', 'ISO-27001'],
      ['GB/T 28181', 'GBT28181'],
      ['H.264', 'h264'],
      ['ISO27001', 'ISO/IEC 27001'],
    ] as const) {
      const whole = searchQuery(other);
      expect(searchQuery(written)).toBe(whole);
      for (const text of [written, other]) {
        expect(all(text).has(whole)).toBe(true);
        expect(terms(text).words).toContain(whole);
        expect(terms(text).bigrams).toContain(whole);
        expect(searchTokens(`通过${text}认证`).map(({ word }) => word)).toContain(whole);
        expect(withCodes(normalise(text)).split(' ')).toContain(whole);
      }
    }
    expect([...all('A2区5G基站')]).toEqual(expect.arrayContaining(['a2', '5g']));
    expect(searchQuery('数据中台 2026')).toBe('数据中台 2026');
  });
});

import { NamedWords } from './words.js';

/** A need of words that weigh less from one to the next; those in brackets are only called so elsewhere. */
function need(...said: string[]) {
  const words = said.map((word) => word.replace(/[()]/g, ''));
  const names = new Map(words.map((word, term) => [term, word]));
  const query = {
    terms: Uint32Array.from(names.keys()),
    weights: Float32Array.from(words, (_, i) => 10 - i),
    names,
    unknown: [],
    further: new Set(words.filter((_, i) => said[i]?.startsWith('('))),
  };
  const named = new NamedWords(query, (term) => names.get(term) === '平台');
  return (...product: string[]) => named.named((term) => product.includes(names.get(term) as string));
}

describe('the words that name a pair', () => {
  const robot = need('管廊', '机器人', '巡检', '避障', '平台');

  it('let its text count in full from three on, and by a third for each below', () => {
    expect(robot('机器人', '平台')).toEqual({ words: ['机器人'], support: 1 / 3 });
    expect(robot('机器人', '巡检')).toEqual({ words: ['机器人', '巡检'], support: 2 / 3 });
    expect(robot('机器人', '巡检', '避障').support).toBe(1);
    expect(robot('机器人', '巡检', '避障', '管廊').support).toBe(1);
  });

  it('take nothing from a need that says no more than two, common words not counted', () => {
    expect(need('巡检', '机器人', '平台')('巡检').support).toBe(1);
    expect(need('巡检', '机器人', '平台')().support).toBe(1);
  });

  it('are one where they are parts of one word', () => {
    const code = need('gbt28181', 'gbt', '28181', '接入', '网关');
    expect(code('gbt', '28181').support).toBe(1 / 3);
    expect(code('gbt28181', 'gbt', '28181').support).toBe(1 / 3);
    expect(need('人工智能', '人工', '智能')('人工', '智能').support).toBe(1);
  });

  it('are also those that the need’s words are called elsewhere, which nobody has to say', () => {
    expect(need('等保', '测评', '(等级保护)')('测评').support).toBe(1);
    expect(need('等保', '测评', '整改', '(等级保护)')('等级保护', '测评').support).toBe(2 / 3);
  });

  it('are taken for one where there is none: texts are cut wrongly now and then', () => {
    expect(robot().support).toBe(1 / 3);
  });
});

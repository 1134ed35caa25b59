import fc from 'fast-check';
import { highlight } from './highlight.js';

const marked = (text: string, query: string, length = 200) =>
  highlight(text, query, length)
    .map((s) => (s.hit ? `[${s.text}]` : s.text))
    .join('');

describe('highlights', () => {
  it.each([
    ['工业互联网平台', '互联网', '工业[互联网]平台'],
    ['網絡安全態勢感知', '网络安全', '[網絡安全]態勢感知'],
    ['ＢＩＭ运维', 'bim', '[ＢＩＭ]运维'],
    ['<script>智能</script>', '智能', '<script>[智能]</script>'],
  ])('mark in %s for %s', (text, query, expected) => expect(marked(text, query)).toBe(expected));

  it('show the part around the first hit of a long text', () => {
    const text = `${'前'.repeat(500)}数据治理${'后'.repeat(500)}`;
    const shown = highlight(text, '数据治理', 80);
    expect(
      shown
        .filter((s) => s.hit)
        .map((s) => s.text)
        .join(''),
    ).toBe('数据治理');
    expect(shown[0]?.text).toBe('…');
    expect(shown.map((s) => s.text).join('').length).toBeLessThanOrEqual(82);
  });

  it('never change or lose a character of a short text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        (text, query) =>
          highlight(text, query, 1e6)
            .map((s) => s.text)
            .join('') === text,
      ),
    );
  });
});

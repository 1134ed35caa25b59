import { describe, expect, it } from '@jest/globals';
import { piecesOf } from './marks';

const shown = (text: string, stretches: [number, number][]) =>
  piecesOf(
    text,
    stretches.map(([start, end]) => ({ start, end })),
  )
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

describe('marking words in a text', () => {
  it('marks what was found, and nothing else', () => {
    expect(shown('门诊病历质控', [[2, 4]])).toBe('门诊[病历]质控');
    expect(shown('门诊病历质控', [])).toBe('门诊病历质控');
    expect(shown('', [[0, 2]])).toBe('');
  });

  it('makes one mark of stretches that overlap or touch, in whatever order they come', () => {
    expect(
      shown('门诊病历质控', [
        [3, 5],
        [2, 4],
      ]),
    ).toBe('门诊[病历质]控');
    expect(
      shown('门诊病历质控', [
        [0, 2],
        [2, 4],
      ]),
    ).toBe('[门诊病历]质控');
  });

  it('stays within the text, also where a stretch does not', () => {
    expect(
      shown('病历', [
        [1, 9],
        [20, 22],
      ]),
    ).toBe('病[历]');
    expect(shown('😀病历', [[2, 4]])).toBe('😀[病历]');
  });
});

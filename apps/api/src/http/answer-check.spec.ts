import { z } from 'zod';
import { endpoint } from '#contracts';
import { AnswerUnfit, checkAnswer } from './answer-check.js';

const told = endpoint({
  method: 'GET',
  path: '/told',
  tag: 'health',
  summary: '示例',
  action: 'health.read',
  answer: z.strictObject({ at: z.string(), count: z.number().int() }),
});

describe('an answer', () => {
  it('passes as JSON has it: a date is text, what is undefined is not there', () => {
    expect(() => checkAnswer(told, { at: new Date(), count: 1, more: undefined })).not.toThrow();
  });

  it('is refused where it lacks a member, has one too many or another type, with the place named', () => {
    for (const body of [
      { at: 'now' },
      { at: 'now', count: 1, more: 2 },
      { at: 'now', count: '1' },
      undefined,
    ])
      expect(() => checkAnswer(told, body)).toThrow(AnswerUnfit);
    expect(() => checkAnswer(told, { at: 'now', count: 1.5 })).toThrow('GET /told');
    expect(() => checkAnswer(told, { at: 'now', count: 1.5 })).toThrow('/count');
  });

  it('of a file is not looked at', () => {
    const { answer: _, ...file } = told;
    expect(() => checkAnswer({ ...file, produces: 'text/plain' }, 'text')).not.toThrow();
  });
});

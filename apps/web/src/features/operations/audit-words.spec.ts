import { describe, expect, it } from '@jest/globals';
import { actionOptions, actionText, subjectParts } from './audit-words';

describe('words of the audit trail', () => {
  it('names an action, and leaves one that it does not know as it is', () => {
    expect(actionText('session.refuse')).toBe('登录失败');
    expect(actionText('claim.unheard')).toBe('claim.unheard');
    expect(actionText('unheard')).toBe('unheard');
  });

  it('names the kind of a subject and keeps what comes after the first colon', () => {
    expect(subjectParts('person:7f')).toEqual({ kind: '账号', id: '7f' });
    expect(subjectParts('match-synonyms:3:4')).toEqual({ kind: 'match-synonyms', id: '3:4' });
    expect(subjectParts('person')).toEqual({ kind: '账号', id: '' });
  });

  it('offers every action once', () => {
    const offered = actionOptions.flatMap(({ options }) => options.map(({ value }) => value));
    expect(new Set(offered).size).toBe(offered.length);
  });
});

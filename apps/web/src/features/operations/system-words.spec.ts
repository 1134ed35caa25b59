import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { jobDefinitions } from '#contracts';
import { actionText, subjectParts } from './audit-words';
import { followerName, jobName } from './system-words';

const source = (path: string) => readFileSync(join(process.cwd(), path), 'utf8');
const chinese = /[\u4e00-\u9fff]/;
const unnamed = (codes: readonly string[], name: (code: string) => string) =>
  codes.filter((code) => !chinese.test(name(code)));

describe('what the platform does by itself or writes down of people', () => {
  it('has a name for every job', () => {
    expect(
      unnamed(
        jobDefinitions.map(({ name }) => name),
        jobName,
      ),
    ).toEqual([]);
  });

  it('has a name for every follower', () => {
    const found = [...source('apps/worker/src/followers.ts').matchAll(/follower\('(\w+)'/g)];
    expect(found.length).toBeGreaterThan(3);
    expect(
      unnamed(
        found.map(([, name = '']) => name),
        followerName,
      ),
    ).toEqual([]);
  });

  it('has words for every line of the audit trail', () => {
    const table = source('apps/api/src/http/audited.ts');
    const lines = [...table.matchAll(/line\([\w.]+, '([\w.]+)', (?:'(\w+)'|kind)/g)];
    expect(lines.length).toBeGreaterThan(30);
    expect(
      unnamed(
        lines.map(([, action = '']) => action),
        actionText,
      ),
    ).toEqual([]);
    expect(
      unnamed(
        lines.flatMap(([, , subject]) => subject ?? []),
        (subject) => subjectParts(`${subject}:1`).kind,
      ),
    ).toEqual([]);
  });
});

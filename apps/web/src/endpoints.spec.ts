import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as contracts from '#contracts';

/** What no page calls, and why. */
const withoutPage: Readonly<Record<string, string>> = {
  live: 'probe of whoever runs the processes',
  ready: 'probe of whoever runs the processes',
  readRun: 'for programs; the list of runs holds each run whole',
  readMatchFigures: 'for programs; pages read figures by the catalogue of measures',
  yearWorkbook: 'for programs; pages have it made by a job',
  listLedgerEntries: 'for programs; pages read entries by the catalogue of measures',
};

const folder = join(process.cwd(), 'apps/web/src');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

const isEndpoint = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'action' in value;

/** Endpoints by name, and those that each kind of listing has by `group.name`. */
const names = Object.entries(contracts).flatMap(([name, value]) => {
  if (isEndpoint(value)) return [name];
  if (!name.endsWith('Routes')) return [];
  // One endpoint of each kind of listing, or a group of them; pages choose the kind.
  const [first] = Object.values(value as Record<string, object>);
  return isEndpoint(first) ? [name] : Object.keys(first ?? {}).map((one) => `${name}.${one}`);
});

/** An import that nothing uses does not pass the lint: what is imported is called. */
const imported = new Set(
  [...sources.matchAll(/import (?:type )?\{([^}]*)\} from '#contracts'/g)].flatMap(([, list = '']) =>
    list.split(',').map((one) => one.trim()),
  ),
);
const isCalled = (name: string): boolean => {
  const [first = '', member] = name.split('.');
  return imported.has(first) && (member === undefined || new RegExp(`\\.${member}\\b`).test(sources));
};

describe('the web client', () => {
  it('has a place for everything that the interface offers', () => {
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => !isCalled(name)).sort()).toEqual(Object.keys(withoutPage).sort());
  });
});

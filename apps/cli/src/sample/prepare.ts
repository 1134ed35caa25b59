import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AccountsModule, PeopleService } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { Config } from '#platform';
import { PublicationModule } from '#publication';
import { print } from '../output.js';
import { withServices } from '../platform.js';
import { SampleLoader, sampleAccounts } from './load.js';

/**
 * Loads sample data into an embedded database that holds nobody yet. The password of the sample accounts is made for
 * this data directory and kept in it, readable by its owner alone.
 */
export async function prepareSample(dataDir: string): Promise<void> {
  const file = join(resolve(dataDir), 'sample-accounts');
  await withServices([AccountsModule, ListingsModule, PublicationModule, EngagementsModule], async (app) => {
    if (!(await app.get(PeopleService).isEmpty()) || !app.get(Config).get('SAMPLE_DATA')) return;
    print('首次运行，正在载入示例数据 …');
    const password = `${randomBytes(9).toString('base64url')}-2Q`;
    await new SampleLoader(app, password).load((line) => print(`  ${line}`));
    writeFileSync(file, password, { mode: 0o600 });
  });
}

/** What `up` prints of the sample accounts; nothing where there are none. */
export function sampleGreeting(dataDir: string): string {
  const file = join(resolve(dataDir), 'sample-accounts');
  if (!existsSync(file)) return '';
  const password = readFileSync(file, 'utf8').trim();
  return [
    `示例账号（密码均为 ${password}）：`,
    ...sampleAccounts.map(({ login, role }) => `  ${login.padEnd(10)}${role}`),
  ].join('\n');
}

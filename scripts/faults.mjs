// `npm run faults -- --rounds 1000`: servers killed in turn and at random while engagements go from intent to verification.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './build.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const env = { ...process.env, FAULTS_ROUNDS: values.rounds, FAULTS_SEED: values.seed };
const { status } = spawnSync(process.execPath, [join(root, 'scripts/test.mjs'), 'test/faults/killing'], {
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);

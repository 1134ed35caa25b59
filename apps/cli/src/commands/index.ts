import type { Command } from 'commander';
import { config } from './config.js';
import { calibrateCommand, evalCommand } from './eval.js';
import { files } from './files.js';
import { importCommand, publish } from './import.js';
import { jobs } from './jobs.js';
import { learn } from './learn.js';
import { ledger } from './ledger.js';
import { migrateCommand } from './migrate.js';
import { recount } from './recount.js';
import { rematch } from './rematch.js';
import { sample } from './sample.js';
import { reindex } from './search.js';
import { up } from './up.js';
import { user } from './user.js';
import { verifyEditionCommand } from './verify-edition.js';

/** Every command registers itself on the program. */
export const commands: readonly ((program: Command) => void)[] = [
  up,
  config,
  migrateCommand,
  files,
  importCommand,
  publish,
  rematch,
  reindex,
  recount,
  ledger,
  sample,
  verifyEditionCommand,
  jobs,
  user,
  evalCommand,
  learn,
  calibrateCommand,
];

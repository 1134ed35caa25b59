import type { Command } from 'commander';
import { config } from './config.js';
import { jobs } from './jobs.js';
import { migrateCommand } from './migrate.js';
import { up } from './up.js';

/** Every command registers itself on the program. */
export const commands: readonly ((program: Command) => void)[] = [up, config, migrateCommand, jobs];

import 'reflect-metadata';
import { Command } from 'commander';
import { commands } from './commands/index.js';
import { describeError } from './output.js';

const program = new Command('duijie')
  .description('对接平台的运维命令行。选项和环境变量见各命令的 --help，全部配置见 config。')
  .showHelpAfterError('(--help 查看用法)')
  .configureHelp({ sortSubcommands: true });
for (const register of commands) register(program);

void program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode ||= 1;
});

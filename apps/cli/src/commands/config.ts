import type { Command } from 'commander';
import { Config, excessiveRights } from '#platform';
import { print } from '../output.js';

export function config(program: Command): void {
  program
    .command('config')
    .description('列出全部配置、当前值及其来源（密码已遮蔽）')
    .option('--json', '以 JSON 输出')
    .action(async ({ json }: { json?: boolean }) => {
      const loaded = Config.load();
      const { origins } = loaded;
      await warn(loaded.get('DATABASE_URL'));
      if (json) return print(JSON.stringify(origins, null, 2));
      const width = Math.max(...origins.map((o) => o.name.length));
      for (const { name, value, source, about } of origins)
        print(`${name.padEnd(width)}  ${value || '-'}  [${source}]\n${' '.repeat(width)}  ${about}`);
    });
}

/** On standard error: the list stays what scripts read. */
async function warn(databaseUrl: string | undefined): Promise<void> {
  if (databaseUrl === undefined) return;
  try {
    for (const sentence of await excessiveRights(databaseUrl)) process.stderr.write(`警告：${sentence}\n`);
  } catch (error) {
    process.stderr.write(
      `未能查询数据库账号的权限：${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}

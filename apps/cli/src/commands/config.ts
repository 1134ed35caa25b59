import type { Command } from 'commander';
import { Config } from '#platform';
import { print } from '../output.js';

export function config(program: Command): void {
  program
    .command('config')
    .description('列出全部配置、当前值及其来源（密码已遮蔽）')
    .option('--json', '以 JSON 输出')
    .action(({ json }: { json?: boolean }) => {
      const { origins } = Config.load();
      if (json) return print(JSON.stringify(origins, null, 2));
      const width = Math.max(...origins.map((o) => o.name.length));
      for (const { name, value, source, about } of origins)
        print(`${name.padEnd(width)}  ${value || '-'}  [${source}]\n${' '.repeat(width)}  ${about}`);
    });
}

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { verifyEdition } from '#publication';
import { print } from '../output.js';

export function verifyEditionCommand(program: Command): void {
  program
    .command('verify-edition <file>')
    .description('重新计算清单 JSON 文件的 SHA-256；一致退出 0，不一致退出 1')
    .action((file: string) => {
      const { ok, claimed, computed, title, items } = verifyEdition(readFileSync(file, 'utf8'));
      print(`${title}，共 ${items} 项`);
      print(
        `文件所称：${claimed}\n重新计算：${computed}\n${ok ? '一致：内容未被改动' : '不一致：内容与校验值不符'}`,
      );
      if (!ok) process.exitCode = 1;
    });
}

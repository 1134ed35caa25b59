import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import { LedgerProof, StatisticsModule } from '#statistics';
import { print } from '../output.js';
import { withServices } from '../platform.js';

const names = { sequence: '序号', previous: '前一哈希', hash: '哈希', head: '链头' } as const;

export function ledger(program: Command): void {
  const command = program.command('ledger').description('台账的证明：核验链条、导出供审计');
  command
    .command('verify')
    .description('从第一条起核验台账的哈希链，指出第一处断裂；断裂退出 1')
    .option('--json', '以 JSON 输出')
    .action(({ json }: { json?: boolean }) =>
      withServices([StatisticsModule], async (app) => {
        const proof = await app.get(LedgerProof).verify();
        if (json) print(JSON.stringify(proof));
        else {
          const { broken } = proof;
          print(`完好 ${proof.entries} 条，末条哈希 ${proof.headHash}`);
          print(
            broken
              ? `第 ${broken.seq} 条断裂（${names[broken.what]}）：应为 ${broken.expected}，实为 ${broken.found}`
              : '一致',
          );
        }
        if (proof.broken) process.exitCode = 1;
      }),
    );
  command
    .command('export <file>')
    .description('导出全部台账记录（每行一条 JSON），可用 docs/ledger.md 中的程序独立核验')
    .action((file: string) =>
      withServices([StatisticsModule], async (app) => {
        const out = createWriteStream(file, { flags: 'wx' });
        await once(out, 'open');
        const { seq, hash } = await app.get(LedgerProof).export(async (line) => {
          if (!out.write(line)) await once(out, 'drain');
        });
        out.end();
        await finished(out);
        print(`已导出 ${seq} 条，末条哈希 ${hash}`);
      }),
    );
}

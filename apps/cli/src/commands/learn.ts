import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { AccountsModule, AuditService } from '#accounts';
import { outcomes } from '#engagements';
import { ListingReader } from '#listings';
import { MatchingModule, MatchRunService, WeightsService } from '#matching';
import { type Halving, LearningService, type Lesson, prove, themeSign } from '#matching/learning';
import { Database } from '#platform';
import { OptionWrong, print } from '../output.js';
import { withServices } from '../platform.js';

interface Options {
  readonly adopt?: boolean;
  readonly reason?: string;
  readonly revert?: string | true;
  readonly eval?: string;
  readonly split: string;
  readonly seed: string;
}

const operator = { id: null, name: '命令行' };
/** The one of which there is feedback to learn from. */
const market = 'software';

export function learn(program: Command): void {
  program
    .command('learn')
    .description(
      '由反馈（确认、核实、谢绝、置顶、屏蔽）学习匹配权重；以未见过的后期反馈检验，优于现行时存为新版本',
    )
    .option('--adopt', '优于现行时即启用，并重新匹配')
    .option('--revert [version]', '恢复启用此前的版本（不写版本号即上一个）')
    .option('--reason <text>', '启用或恢复的理由')
    .option('--eval <dir>', '在带标注的数据集上证明：一半标注作反馈，测另一半；每个种子输出一行 JSON')
    .option('--split <how>', 'queries：一半查询作反馈；labels：每个查询的一半标注作反馈', 'queries')
    .option('--seed <n>', '随机种子，可用逗号分隔多个', '1')
    .action(async (options: Options) => {
      if (options.eval !== undefined) return proof(options.eval, options);
      await withServices([AccountsModule, MatchingModule], (app) =>
        options.revert === undefined ? train(app, options) : revert(app, options),
      );
    });
}

async function proof(dir: string, { split, seed }: Options): Promise<void> {
  if (split !== 'queries' && split !== 'labels') throw new OptionWrong('--split 应为 queries 或 labels');
  const seeds = seed.split(',').map(Number);
  if (seeds.some((one) => !Number.isInteger(one))) throw new OptionWrong('--seed 应为整数');
  const four = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value);
  for (const one of await prove(dir, split satisfies Halving, seeds)) print(JSON.stringify(one, four));
}

function serviceOf(app: INestApplicationContext): LearningService {
  const audit = app.get(AuditService);
  return new LearningService(market, {
    db: app.get(Database),
    listings: app.get(ListingReader),
    weights: app.get(WeightsService),
    audit: (tx, entry) => audit.record(tx, entry),
    engaged: () => outcomes(app.get(Database).manager),
  });
}

async function train(app: INestApplicationContext, { adopt, reason }: Options): Promise<void> {
  const service = serviceOf(app);
  const lesson = await service.learn();
  for (const line of tableOf(lesson)) print(line);
  if (!lesson.better) {
    print('未优于现行版本：不保存，也不启用');
    return;
  }
  const { version } = await service.keep(lesson, operator);
  print(`已存为第 ${version} 版`);
  if (!adopt) {
    print(`现行仍为第 ${lesson.present.version} 版；以 duijie learn --adopt 或在网页上启用`);
    return;
  }
  await service.adopt(version, reason ?? '对未见过的反馈优于此前版本', operator);
  await app.get(MatchRunService).request(market, null);
  print(`第 ${version} 版已启用，全量匹配已排队；恢复：duijie learn --revert --reason <理由>`);
}

async function revert(app: INestApplicationContext, { revert: wanted, reason }: Options): Promise<void> {
  if (!reason?.trim()) throw new OptionWrong('恢复此前的版本要写明 --reason');
  const version = typeof wanted === 'string' ? Number(wanted) : undefined;
  if (version !== undefined && !(Number.isInteger(version) && version > 0))
    throw new OptionWrong('--revert 的版本号应为正整数');
  const now = await serviceOf(app).revert(version, reason.trim(), operator);
  await app.get(MatchRunService).request(market, null);
  print(`第 ${now.version} 版已恢复启用，全量匹配已排队`);
}

function tableOf({ pairs, taken, since, present, before, rules, text }: Lesson): string[] {
  const verdict = (better: boolean) => (better ? '优于现行' : '未优于现行');
  const lines = [
    `反馈 ${pairs} 对：成 ${taken}，不成 ${pairs - taken}${since === null ? '' : `，自 ${since}`}`,
    `规则分值：${verdict(rules.adopted)}（后期 ${rules.judged.cases} 对，平均对数似然 ${rules.judged.before.toFixed(4)} → ${rules.judged.after.toFixed(4)}，标准误 ${rules.judged.error.toFixed(4)}）`,
    ...present.rules.map(({ rule, label }) => `  ${label}\t${before[rule]}\t→\t${rules.most[rule]}`),
    `用词：${verdict(text.adopted)}（后期 ${text.judged.cases} 个场景，nDCG@10 ${text.judged.before.toFixed(4)} → ${text.judged.after.toFixed(4)}，标准误 ${text.judged.error.toFixed(4)}）`,
  ];
  const themes = new Map<string, { needs: string[]; products: string[] }>();
  const of = (name: string) => {
    const found = themes.get(name) ?? { needs: [], products: [] };
    themes.set(name, found);
    return found;
  };
  for (const { need, product, weight } of text.associations) {
    if (product.startsWith(themeSign)) of(product).needs.push(`${need} ${weight}`);
    else if (need.startsWith(themeSign)) of(need).products.push(`${product} ${weight}`);
  }
  for (const [name, { needs, products }] of [...themes].slice(0, shown))
    lines.push(
      `  ${name}\t需求用词：${needs.slice(0, 6).join('，')}\t产品用词：${products.slice(0, 6).join('，')}`,
    );
  if (themes.size > shown) lines.push(`  ……共 ${themes.size} 个主题，${text.associations.length} 个权重`);
  return lines;
}

/** Themes that the table shows. */
const shown = 20;

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import {
  type Band,
  type Calibration,
  calibrate,
  changeSince,
  type Difference,
  differenceBetween,
  type Evaluation,
  embeddingsClient,
  evaluate,
  type RankerName,
  rankers,
  readRun,
  saveRun,
  type Threshold,
} from '#matching/learning';
import { Config } from '#platform';
import { OptionWrong, print } from '../output.js';

interface Options {
  readonly rankers?: string;
  readonly json?: boolean;
  readonly save?: string;
  readonly against?: string;
  readonly run?: string;
  readonly title?: string;
  readonly meaning?: boolean;
}

export function evalCommand(program: Command): void {
  program
    .command('eval <dirs...>')
    .description(
      '在带标注的数据集（queries.jsonl、docs.jsonl、qrels.tsv）上评测排序，并与单纯按词、按相邻两字的排序比较',
    )
    .option('--rankers <names>', `逗号分隔：${Object.keys(rankers).join('、')}`)
    .option('--json', '每个数据集、每种排序输出一行 JSON，代替表格')
    .option('--save <file>', '保存本次结果，供以后比较')
    .option('--against <file>', '与保存的结果逐查询比较，给出差值、95% 区间半宽和显著性（配对自助法）')
    .option('--run <file>', '另写出每个查询的前100名：query<TAB>doc<TAB>score（只限一个数据集）')
    .option('--title <weight>', '标题相对正文的权重，用于检验权重；不写即产品所用的权重')
    .option('--meaning', '另测加上语义模型的排序（EMBEDDINGS_URL），向量不留存')
    .action(evaluateAll);
}

async function evaluateAll(dirs: string[], options: Options): Promise<void> {
  const names = namesOf(options.rankers);
  const before = options.against === undefined ? undefined : readRun(options.against);
  if (options.run !== undefined && dirs.length > 1) throw new OptionWrong('--run 只限一个数据集');
  const weights = { title: weightOf(options.title) };
  const meaning = options.meaning ? meaningServer() : undefined;
  const out = options.run === undefined ? undefined : createWriteStream(options.run);
  const found: Evaluation[] = [];
  for (const dir of dirs)
    found.push(
      ...(await evaluate(dir, names, {
        run: out && ((line) => void out.write(`${line}\n`)),
        weights,
        meaning,
      })),
    );
  if (out) {
    out.end();
    await once(out, 'finish');
  }
  if (options.save !== undefined) saveRun(options.save, found);
  const changes = found.map((one) => before && changeSince(before, one));
  if (options.json)
    found.forEach(({ ndcgOf: _, ...one }, i) => {
      print(JSON.stringify({ ...one, change: changes[i] }));
    });
  else for (const line of tableOf(found, changes)) print(line);
}

function meaningServer() {
  const config = Config.load();
  const client = embeddingsClient(config);
  if (!client) throw new OptionWrong('--meaning 需要设置 EMBEDDINGS_URL');
  return { client, weight: config.get('EMBEDDINGS_WEIGHT') };
}

function weightOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const weight = Number(given);
  if (!(given.trim() !== '' && weight >= 0 && weight <= 100))
    throw new OptionWrong('--title 应为 0 至 100 的数');
  return weight;
}

function namesOf(given: string | undefined): RankerName[] {
  const known = Object.keys(rankers) as RankerName[];
  if (given === undefined) return known;
  return given.split(',').map((name) => {
    const found = known.find((one) => one === name.trim());
    if (!found) throw new OptionWrong(`--rankers 应为 ${known.join('、')}，而不是 ${name}`);
    return found;
  });
}

/** A line a set and ranker; what a plain ranker is behind or ahead of the product stands in its line. */
function tableOf(found: readonly Evaluation[], changes: readonly (Difference | undefined)[]): string[] {
  const rows = found.map((one, i) => {
    const product = found.find((other) => other.set === one.set && other.ranker === 'product');
    const behind =
      one.ranker === 'product' || !product ? undefined : differenceBetween(one.ndcgOf, product.ndcgOf);
    return [
      one.set,
      one.ranker,
      `${one.queries}`,
      one.ndcg10.toFixed(4),
      `±${one.halfWidth.toFixed(3)}`,
      one.mrr10.toFixed(4),
      one.recall100.toFixed(4),
      `${one.queryMs}`,
      told(behind),
      told(changes[i]),
    ];
  });
  const head = [
    'set',
    'ranker',
    'queries',
    'nDCG@10',
    '95%',
    'MRR@10',
    'R@100',
    'ms',
    'product is ahead by',
    'since saved',
  ];
  return aligned([head, ...rows]);
}

function told(difference: Difference | undefined): string {
  if (!difference) return '';
  const { mean, halfWidth, p } = difference;
  return `${mean < 0 ? '' : '+'}${mean.toFixed(4)} ±${halfWidth.toFixed(3)} p ${p.toFixed(3)}`;
}

export function calibrateCommand(program: Command): void {
  program
    .command('calibrate <dirs...>')
    .description(
      '在带标注的数据集上，报告文字得分每十分一档、以及从各档起确实相关的比例、其95%区间半宽和查全率',
    )
    .option('--json', '每个数据集输出一行 JSON，代替表格')
    .action(async (dirs: string[], { json }: { json?: boolean }) => {
      for (const dir of dirs) {
        const found = await calibrate(dir);
        if (json) print(JSON.stringify({ set: dir, ...found }));
        else for (const line of calibrationTable(dir, found)) print(line);
      }
    });
}

function calibrationTable(dir: string, { bands, thresholds }: Calibration): string[] {
  const share = ({ share, halfWidth }: Band) =>
    share === null ? '-' : `${share.toFixed(3)} ±${(halfWidth ?? 0).toFixed(3)}`;
  const rows = bands.map((band, i) => {
    const from = thresholds[i] as Threshold;
    return [
      `${band.from}-${band.to}`,
      `${band.pairs}`,
      share(band),
      `${from.pairs}`,
      share(from),
      from.recall.toFixed(3),
      `${from.queries}`,
    ];
  });
  const head = ['band', 'pairs', 'relevant', 'from here on', 'relevant', 'recall', 'queries'];
  return [dir, ...aligned([head, ...rows])];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] as string).length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] as number))
      .join('  ')
      .trimEnd(),
  );
}

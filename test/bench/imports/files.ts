import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XlsxStreamWriter } from 'hucre/xlsx';

export type FileType = 'csv' | 'xlsx';

export const headers = [
  ...['序号', '场景名称', '痛点与需求', '技术指标'],
  ...['预算(万元)', '有效期', '联系人', '联系电话'],
];

function row(i: number): (string | number)[] {
  return [
    i + 1,
    `示例场景${i}`,
    `示例需求${i}：以机器视觉替代人工质检，识别划痕、缺料与错装，并与现有产线系统对接`,
    `准确率不低于${90 + (i % 10)}%，单件检测不超过${1 + (i % 5)}秒`,
    10 + (i % 500),
    `2027-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
    `联系人${i % 100}`,
    `0371-${String(i).padStart(8, '0')}`,
  ];
}

/** @param first number of the first row: files that begin at other numbers have no row in common. */
export async function writtenFile(
  folder: string,
  type: FileType,
  { rows, first = 0 }: { readonly rows: number; readonly first?: number },
): Promise<string> {
  const path = join(folder, `many-${first}.${type}`);
  if (type === 'csv') {
    const lines = Array.from({ length: rows }, (_, i) => row(first + i).join(','));
    await writeFile(path, `${headers.join(',')}\n${lines.join('\n')}\n`);
    return path;
  }
  const writer = new XlsxStreamWriter({ name: '需求' });
  writer.addRow(headers);
  for (let i = 0; i < rows; i++) writer.addRow(row(first + i));
  await writeFile(path, await writer.finish());
  return path;
}

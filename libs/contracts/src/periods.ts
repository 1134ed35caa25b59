const partNames: Readonly<Record<string, string>> = {
  H1: '上半年',
  H2: '下半年',
  Q1: '第一季度',
  Q2: '第二季度',
  Q3: '第三季度',
  Q4: '第四季度',
};

/** The parts of a year that have figures of their own, as the end of a period's code and in words. */
export const periodParts: readonly { readonly code: string; readonly name: string }[] = [
  ...Object.entries(partNames).map(([code, name]) => ({ code, name })),
  ...Array.from({ length: 12 }, (_, i) => ({ code: String(i + 1).padStart(2, '0'), name: `${i + 1}月` })),
];

/** 2026 is 2026年, 2026-Q3 is 2026年第三季度, 2026-09 is 2026年9月. */
export function periodName(code: string): string {
  const [year, part] = code.split('-');
  const name = periodParts.find((one) => one.code === part)?.name ?? '';
  return `${year}年${name}`;
}

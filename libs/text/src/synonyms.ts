/** Words that say the same in this field; editable data. Each line is one meaning. */
export const synonyms: readonly (readonly string[])[] = [
  ['等保', '等级保护'],
  ['oa', '办公自动化', '协同办公'],
  ['erp', '企业资源计划'],
  ['mes', '制造执行系统', '生产执行系统'],
  ['plm', '产品生命周期管理'],
  ['crm', '客户关系管理'],
  ['scada', '数据采集与监视控制'],
  ['his', '医院信息系统'],
  ['emr', '电子病历'],
  ['pacs', '影像归档'],
  ['大模型', 'llm', '大语言模型'],
  ['ai', '人工智能'],
  ['vr', '虚拟现实'],
  ['ar', '增强现实'],
  ['gis', '地理信息系统'],
  ['bim', '建筑信息模型'],
  ['iot', '物联网'],
  ['rpa', '流程自动化'],
  ['信创', '国产化', '自主可控'],
  ['机器视觉', '视觉检测'],
  ['数据治理', '数据质量管理'],
  ['数字孪生', '数字镜像'],
];

const byWord = new Map<string, readonly string[]>();
for (const group of synonyms)
  for (const word of group)
    byWord.set(word, [...(byWord.get(word) ?? []), ...group.filter((w) => w !== word)]);

/** Other words for a normalised word; empty where there is none. */
export function synonymsOf(word: string): readonly string[] {
  return byWord.get(word) ?? [];
}

/** Synonyms of words and of runs of words that a text holds. @param normal normalised text. */
export function synonymsIn(normal: string): string[] {
  const found = new Set<string>();
  for (const [word, others] of byWord) {
    const at = normal.indexOf(word);
    if (at < 0) continue;
    const latin = /^[a-z]+$/.test(word);
    if (latin && (/[a-z]/.test(normal[at - 1] ?? '') || /[a-z]/.test(normal[at + word.length] ?? '')))
      continue;
    for (const other of others) if (!normal.includes(other)) found.add(other);
  }
  return [...found];
}

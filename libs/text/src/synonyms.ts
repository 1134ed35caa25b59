import { type Forms, formsOf } from './segment.js';

/** Normalised words; each group is one meaning. */
export type SynonymGroups = readonly (readonly string[])[];

/** Words that say the same in this field: the list that is in force until a city makes its own. */
export const synonyms: SynonymGroups = [
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

/** A word of a text, with another word of the same meaning. */
export interface Synonym {
  readonly word: string;
  readonly forms: Forms;
}

/**
 * Finds the synonyms of the words in a normalised text, also of several words in a row; leaves out what the text
 * holds itself.
 */
export type SynonymFinder = (normal: string) => Synonym[];

/**
 * Built once for a list of synonyms. A search then takes time by the length of the text, hardly by that of the list.
 */
export function synonymFinder(groups: SynonymGroups = synonyms): SynonymFinder {
  const byStart = new Map<string, { readonly word: string; readonly group: readonly string[] }[]>();
  for (const group of groups)
    for (const word of group) {
      const others = byStart.get(word.charAt(0)) ?? [];
      if (others.push({ word, group }) === 1) byStart.set(word.charAt(0), others);
    }
  const known = new Map<string, Synonym>();
  const synonym = (word: string): Synonym => {
    const found = known.get(word) ?? { word, forms: formsOf(word) };
    known.set(word, found);
    return found;
  };
  return (normal) => {
    const meant = new Set<readonly string[]>();
    for (let at = 0; at < normal.length; at++)
      for (const { word, group } of byStart.get(normal.charAt(at)) ?? [])
        if (standsAt(normal, word, at)) meant.add(group);
    return [...new Set([...meant].flat())].filter((word) => !stands(normal, word)).map(synonym);
  };
}

function stands(normal: string, word: string): boolean {
  for (let at = normal.indexOf(word); at >= 0; at = normal.indexOf(word, at + 1))
    if (standsAt(normal, word, at)) return true;
  return false;
}

/**
 * Whether a word stands at a place by itself: a Latin word is not followed or preceded by a letter, a number not by
 * a digit.
 */
function standsAt(normal: string, word: string, at: number): boolean {
  const end = at + word.length;
  return (
    normal.startsWith(word, at) &&
    !goesOn(normal.charAt(at - 1), word.charAt(0)) &&
    !goesOn(word.charAt(word.length - 1), normal.charAt(end))
  );
}

function goesOn(before: string, after: string): boolean {
  return [/[a-z]/, /[0-9]/].some((kind) => kind.test(before) && kind.test(after));
}

import type { DictionaryEntry } from './entry.js';

/** Domestic platforms a product is adapted to; `note` is the layer. */
export const platforms: readonly DictionaryEntry[] = [
  { code: 'kunpeng', label: '鲲鹏', aliases: ['华为鲲鹏'], note: 'cpu' },
  { code: 'phytium', label: '飞腾', note: 'cpu' },
  { code: 'loongson', label: '龙芯', note: 'cpu' },
  { code: 'hygon', label: '海光', note: 'cpu' },
  { code: 'zhaoxin', label: '兆芯', note: 'cpu' },
  { code: 'sunway', label: '申威', note: 'cpu' },
  { code: 'ascend', label: '昇腾', note: 'cpu' },
  { code: 'kylin', label: '麒麟', aliases: ['银河麒麟', '中标麒麟'], note: 'os' },
  { code: 'uos', label: '统信', aliases: ['统信UOS', 'UOS'], note: 'os' },
  { code: 'openeuler', label: '欧拉', aliases: ['openEuler'], note: 'os' },
  { code: 'harmony', label: '鸿蒙', aliases: ['HarmonyOS', 'OpenHarmony', '开源鸿蒙'], note: 'os' },
  { code: 'dameng', label: '达梦', aliases: ['达梦数据库'], note: 'database' },
  { code: 'kingbase', label: '人大金仓', aliases: ['金仓', 'KingbaseES'], note: 'database' },
  { code: 'gbase', label: '南大通用', aliases: ['GBase'], note: 'database' },
  { code: 'oceanbase', label: 'OceanBase', note: 'database' },
  { code: 'gaussdb', label: '高斯', aliases: ['GaussDB', 'openGauss'], note: 'database' },
  { code: 'tongweb', label: '东方通', aliases: ['TongWeb'], note: 'middleware' },
  { code: 'apusic', label: '金蝶天燕', aliases: ['Apusic'], note: 'middleware' },
];

/** Modes of cooperation. */
export const modes: readonly DictionaryEntry[] = [
  { code: 'purchase', label: '采购成品', aliases: ['采购', '购买'] },
  { code: 'custom', label: '定制开发', aliases: ['委托开发', '技术开发'] },
  { code: 'joint', label: '联合研发', aliases: ['合作开发', '联合开发'] },
  { code: 'service', label: '购买服务', aliases: ['技术服务', '服务外包'] },
  { code: 'lease', label: '租用（SaaS）', aliases: ['租用', 'SaaS'] },
  { code: 'pilot', label: '试点应用', aliases: ['试用', '示范应用'] },
  { code: 'transfer', label: '技术转让' },
  { code: 'investment', label: '技术入股' },
  { code: 'open', label: '面议', aliases: ['其他', '双方协商', '协商'] },
];

export const ownerKinds: readonly DictionaryEntry[] = [
  { code: 'government', label: '行政机关', aliases: ['机关', '党政机关'] },
  { code: 'institution', label: '事业单位' },
  { code: 'state', label: '国有企业', aliases: ['国企', '央企'] },
  { code: 'private', label: '民营企业', aliases: ['民企', '私营企业'] },
  { code: 'foreign', label: '外资企业', aliases: ['合资企业'] },
  { code: 'social', label: '社会组织' },
  { code: 'hospital', label: '医疗机构', aliases: ['医院'] },
  { code: 'school', label: '学校', aliases: ['高校', '院校'] },
];

export const firmSizes: readonly DictionaryEntry[] = [
  { code: 'micro', label: '微型' },
  { code: 'small', label: '小型' },
  { code: 'medium', label: '中型' },
  { code: 'large', label: '大型' },
];

export const visibilities: readonly DictionaryEntry[] = [
  { code: 'public', label: '公开' },
  { code: 'members', label: '登录可见', aliases: ['平台内可见'] },
  { code: 'invited', label: '仅协调部门与被邀请企业', aliases: ['不公开'] },
];

/** Who recognised a first-version product. */
export const firstVersionLevels: readonly DictionaryEntry[] = [
  { code: 'national', label: '国家级' },
  { code: 'provincial', label: '省级' },
  { code: 'municipal', label: '市级' },
];

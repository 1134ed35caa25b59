import { dictionary } from './entry.js';

/** Domestic platforms a product is adapted to; `note` is the layer. */
export const platforms = dictionary('信创平台', '场景要求、产品适配的国产平台', [
  { code: 'kunpeng', label: '鲲鹏', aliases: ['华为鲲鹏'], note: 'cpu' },
  { code: 'phytium', label: '飞腾', aliases: ['飞腾CPU'], note: 'cpu' },
  { code: 'loongson', label: '龙芯', aliases: ['龙芯CPU'], note: 'cpu' },
  { code: 'hygon', label: '海光', aliases: ['海光CPU'], note: 'cpu' },
  { code: 'zhaoxin', label: '兆芯', note: 'cpu' },
  { code: 'sunway', label: '申威', note: 'cpu' },
  { code: 'ascend', label: '昇腾', note: 'cpu' },
  {
    code: 'kylin',
    label: '麒麟',
    aliases: ['银河麒麟', '中标麒麟', '银河麒麟V10', '麒麟操作系统'],
    note: 'os',
  },
  { code: 'uos', label: '统信', aliases: ['统信UOS', 'UOS', '统信操作系统', '统信软件'], note: 'os' },
  { code: 'openeuler', label: '欧拉', aliases: ['openEuler', '开源欧拉'], note: 'os' },
  {
    code: 'harmony',
    label: '鸿蒙',
    aliases: ['HarmonyOS', 'OpenHarmony', '开源鸿蒙', '鸿蒙操作系统'],
    note: 'os',
  },
  { code: 'dameng', label: '达梦', aliases: ['达梦数据库', 'DM8'], note: 'database' },
  { code: 'kingbase', label: '人大金仓', aliases: ['金仓', 'KingbaseES', '电科金仓'], note: 'database' },
  { code: 'gbase', label: '南大通用', aliases: ['GBase'], note: 'database' },
  { code: 'oceanbase', label: 'OceanBase', note: 'database' },
  { code: 'gaussdb', label: '高斯', aliases: ['GaussDB', 'openGauss'], note: 'database' },
  { code: 'tongweb', label: '东方通', aliases: ['TongWeb'], note: 'middleware' },
  { code: 'apusic', label: '金蝶天燕', aliases: ['Apusic'], note: 'middleware' },
]);

/** Modes of cooperation. */
export const modes = dictionary('合作方式', '供需双方的合作方式', [
  { code: 'purchase', label: '采购成品', aliases: ['采购', '购买'] },
  { code: 'custom', label: '定制开发', aliases: ['委托开发', '技术开发'] },
  { code: 'joint', label: '联合研发', aliases: ['合作开发', '联合开发', '合作研发', '技术合作'] },
  { code: 'service', label: '购买服务', aliases: ['技术服务', '服务外包'] },
  { code: 'lease', label: '租用（SaaS）', aliases: ['租用', 'SaaS'] },
  { code: 'pilot', label: '试点应用', aliases: ['试用', '示范应用', '试点'] },
  { code: 'transfer', label: '技术转让' },
  { code: 'investment', label: '技术入股' },
  { code: 'open', label: '面议', aliases: ['其他', '双方协商', '协商'] },
]);

export const ownerKinds = dictionary('单位性质', '单位的性质', [
  { code: 'government', label: '行政机关', aliases: ['机关', '党政机关', '政府部门'] },
  { code: 'institution', label: '事业单位', aliases: ['事业法人'] },
  { code: 'state', label: '国有企业', aliases: ['国企', '央企', '国有控股企业'] },
  { code: 'private', label: '民营企业', aliases: ['民企', '私营企业', '民营'] },
  { code: 'foreign', label: '外资企业', aliases: ['合资企业'] },
  { code: 'social', label: '社会组织', aliases: ['社会团体'] },
  { code: 'hospital', label: '医疗机构', aliases: ['医院'] },
  { code: 'school', label: '学校', aliases: ['高校', '院校', '大学', '高等院校', '高等学校'] },
  {
    code: 'research',
    label: '科研院所',
    aliases: ['研究院', '研究所', '科研机构', '研究机构', '科研单位', '新型研发机构'],
  },
]);

export const firmSizes = dictionary('企业规模', '软件企业的规模', [
  { code: 'micro', label: '微型', aliases: ['微型企业'] },
  { code: 'small', label: '小型', aliases: ['小型企业'] },
  { code: 'medium', label: '中型', aliases: ['中型企业'] },
  { code: 'large', label: '大型', aliases: ['大型企业'] },
]);

export const visibilities = dictionary('公开范围', '谁可以看到一项内容', [
  { code: 'public', label: '公开', aliases: ['公开可见'] },
  { code: 'members', label: '登录可见', aliases: ['平台内可见', '登录后可见'] },
  { code: 'invited', label: '仅协调部门与被邀请企业', aliases: ['不公开', '仅受邀可见', '受邀可见'] },
]);

/** How a product reaches who uses it. */
export const deliveryModes = dictionary('交付方式', '产品的交付方式', [
  { code: 'on-premises', label: '本地部署', aliases: ['私有化部署', '私有部署'] },
  { code: 'saas', label: 'SaaS', aliases: ['云服务', '在线服务'] },
  { code: 'hybrid', label: '混合', aliases: ['混合部署', '混合云'] },
]);

/** Who recognised a first-version product. */
export const firstVersionLevels = dictionary('首版次级别', '首版次软件的认定级别', [
  { code: 'national', label: '国家级', aliases: ['国家'] },
  { code: 'provincial', label: '省级', aliases: ['省', '省级首版次'] },
  { code: 'municipal', label: '市级', aliases: ['市', '市级首版次'] },
]);

/** Why a side turns an engagement down (婉拒对接). */
export const declineReasons = dictionary('婉拒对接的理由', '一方不再对接时选择的理由', [
  { code: 'no-need', label: '需求已取消或已解决' },
  { code: 'mismatch', label: '产品与需求不符' },
  { code: 'budget', label: '预算或报价不合' },
  { code: 'schedule', label: '时间安排不合' },
  { code: 'capacity', label: '暂无承接能力' },
  { code: 'other', label: '其他' },
]);

/** Why a side does not confirm what the other claims (不予确认). */
export const refusalReasons = dictionary('不予确认的理由', '一方不确认另一方的申报时选择的理由', [
  { code: 'not-happened', label: '未发生' },
  { code: 'amount', label: '金额不符' },
  { code: 'content', label: '内容或日期不符' },
  { code: 'evidence', label: '材料不实或不全' },
  { code: 'duplicate', label: '重复申报' },
  { code: 'other', label: '其他' },
]);

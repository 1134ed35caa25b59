import { dictionary } from './entry.js';

/** Sections of GB/T 4754-2017, the national classification of industries. */
export const industries = dictionary('行业', '企业能力适用的行业', [
  { code: 'A', label: '农、林、牧、渔业', aliases: ['农业', '林业', '畜牧业', '渔业'] },
  { code: 'B', label: '采矿业', aliases: ['矿业', '煤炭'] },
  { code: 'C', label: '制造业', aliases: ['工业', '制造'] },
  { code: 'D', label: '电力、热力、燃气及水生产和供应业', aliases: ['电力', '能源', '水务'] },
  { code: 'E', label: '建筑业', aliases: ['建筑', '工程建设'] },
  { code: 'F', label: '批发和零售业', aliases: ['零售', '商贸'] },
  { code: 'G', label: '交通运输、仓储和邮政业', aliases: ['交通运输', '物流', '仓储'] },
  { code: 'H', label: '住宿和餐饮业', aliases: ['酒店', '餐饮'] },
  { code: 'I', label: '信息传输、软件和信息技术服务业', aliases: ['信息技术', '通信', '互联网'] },
  { code: 'J', label: '金融业', aliases: ['金融', '银行', '保险', '证券'] },
  { code: 'K', label: '房地产业', aliases: ['房地产', '物业'] },
  { code: 'L', label: '租赁和商务服务业', aliases: ['商务服务'] },
  { code: 'M', label: '科学研究和技术服务业', aliases: ['科研', '技术服务'] },
  { code: 'N', label: '水利、环境和公共设施管理业', aliases: ['水利', '环保', '市政'] },
  { code: 'O', label: '居民服务、修理和其他服务业', aliases: ['居民服务'] },
  { code: 'P', label: '教育', aliases: ['教育行业', '教育业'] },
  { code: 'Q', label: '卫生和社会工作', aliases: ['医疗', '卫生', '养老'] },
  { code: 'R', label: '文化、体育和娱乐业', aliases: ['文化', '文旅', '体育', '传媒'] },
  { code: 'S', label: '公共管理、社会保障和社会组织', aliases: ['政务', '政府', '公共管理'] },
  { code: 'T', label: '国际组织' },
]);

import { creditCodeCheck } from '#kernel';
import type { SampleOrganisation } from './types.js';

/** The coordinating bodies: of the whole city and of one area. */
export const bodies = {
  city: { name: '示例市工业和信息化局', area: null },
  area: { name: '示例区工业和信息化局', area: '410105' },
} as const;

/** Valid by its check character; the first characters are those of no real registration authority. */
export function creditCodeOf(n: number): string {
  const first = `91000000EX${String(n).padStart(7, '0')}`;
  return first + creditCodeCheck(first);
}

function user(of: Omit<SampleOrganisation, 'kinds' | 'size'>): SampleOrganisation {
  return { ...of, kinds: ['user'], size: null };
}

function firm(key: string, name: string, area: string, size: string): SampleOrganisation {
  return {
    key,
    name,
    kinds: ['firm'],
    area,
    department: 'gxj',
    ownerKind: 'private',
    size,
  };
}

export const organisations: readonly SampleOrganisation[] = [
  user({ key: 'hospital', name: '示例市人民医院', area: '410105', department: 'wjw', ownerKind: 'hospital' }),
  user({
    key: 'cdc',
    name: '示例市疾病预防控制中心',
    area: '410102',
    department: 'wjw',
    ownerKind: 'institution',
  }),
  user({ key: 'metro', name: '示例市轨道交通集团', area: '4101ZD', department: 'jtj', ownerKind: 'state' }),
  user({ key: 'bus', name: '示例市公共交通集团', area: '410103', department: 'jtj', ownerKind: 'state' }),
  user({ key: 'school', name: '示例市第一中学', area: '410105', department: 'jyj', ownerKind: 'school' }),
  user({
    key: 'college',
    name: '示例市职业技术学院',
    area: '410184',
    department: 'jyj',
    ownerKind: 'school',
  }),
  user({ key: 'data', name: '示例市数据局', area: '4101ZD', department: 'sjj', ownerKind: 'government' }),
  user({
    key: 'service',
    name: '示例市政务服务中心',
    area: '4101ZD',
    department: 'xzspj',
    ownerKind: 'government',
  }),
  user({
    key: 'police',
    name: '示例市公安局交警支队',
    area: '410104',
    department: 'gaj',
    ownerKind: 'government',
  }),
  user({ key: 'city', name: '示例市城市管理局', area: '410102', department: 'cgj', ownerKind: 'government' }),
  user({ key: 'water', name: '示例市自来水集团', area: '410108', department: 'slj', ownerKind: 'state' }),
  user({ key: 'heat', name: '示例市热力集团', area: '410103', department: 'cgj', ownerKind: 'state' }),
  user({
    key: 'tour',
    name: '示例山景区管理委员会',
    area: '410185',
    department: 'whlyj',
    ownerKind: 'institution',
  }),
  user({
    key: 'museum',
    name: '示例市博物馆',
    area: '4101ZD',
    department: 'whlyj',
    ownerKind: 'institution',
  }),
  user({
    key: 'auto',
    name: '示例汽车制造有限公司',
    area: '410171',
    department: 'gxj',
    ownerKind: 'private',
  }),
  user({
    key: 'abrasive',
    name: '示例超硬材料股份有限公司',
    area: '410172',
    department: 'gxj',
    ownerKind: 'private',
  }),
  user({
    key: 'food',
    name: '示例速冻食品有限公司',
    area: '410108',
    department: 'gxj',
    ownerKind: 'private',
  }),
  user({ key: 'aluminium', name: '示例铝业有限公司', area: '410181', department: 'gzw', ownerKind: 'state' }),
  user({
    key: 'port',
    name: '示例机场物流发展有限公司',
    area: '410173',
    department: 'swj',
    ownerKind: 'state',
  }),
  user({
    key: 'emergency',
    name: '示例市应急指挥中心',
    area: '410105',
    department: 'yjj',
    ownerKind: 'government',
  }),
  user({
    key: 'farm',
    name: '示例县现代农业产业园',
    area: '410122',
    department: 'nyncj',
    ownerKind: 'institution',
  }),
  user({ key: 'bank', name: '示例城市商业银行', area: '4101ZD', department: 'czj', ownerKind: 'state' }),
  firm('medical', '示例医疗软件有限公司', '410105', 'small'),
  firm('traffic', '示例交通软件有限公司', '410172', 'medium'),
  firm('security', '示例网络安全有限公司', '410172', 'small'),
  firm('teaching', '示例教育软件有限公司', '410105', 'small'),
  firm('campus', '示例校园软件有限公司', '410184', 'micro'),
  firm('factory', '示例制造软件有限公司', '410171', 'medium'),
  firm('process', '示例工业软件有限公司', '410172', 'small'),
  firm('sensing', '示例传感物联有限公司', '410172', 'small'),
  firm('government', '示例数字政务有限公司', '4101ZD', 'large'),
  firm('desk', '示例办事软件有限公司', '410105', 'small'),
  firm('cloud', '示例云计算有限公司', '4101ZD', 'medium'),
  firm('chain', '示例区块链有限公司', '4101ZD', 'micro'),
  firm('vr', '示例虚拟现实有限公司', '410105', 'micro'),
  firm('culture', '示例文旅软件有限公司', '410185', 'small'),
  firm('bigdata', '示例大数据有限公司', '410172', 'medium'),
  firm('ai', '示例人工智能有限公司', '410172', 'medium'),
  firm('domestic', '示例信创集成有限公司', '410173', 'large'),
  firm('hydro', '示例水务软件有限公司', '410108', 'small'),
  firm('energy', '示例能源软件有限公司', '410103', 'small'),
  firm('urban', '示例城管软件有限公司', '410102', 'small'),
  firm('logistics', '示例供应链软件有限公司', '410173', 'small'),
  firm('agriculture', '示例农业信息有限公司', '410122', 'micro'),
  firm('finance', '示例金融软件有限公司', '4101ZD', 'medium'),
  firm('rescue', '示例应急软件有限公司', '410105', 'small'),
  firm('vision', '示例机器视觉有限公司', '410171', 'small'),
  firm('twin', '示例数字孪生有限公司', '410172', 'small'),
  firm('outsourcing', '示例外包服务有限公司', '410172', 'large'),
  firm('care', '示例健康软件有限公司', '410106', 'micro'),
  firm('accounting', '示例财税软件有限公司', '410102', 'micro'),
  firm('consumption', '示例信息消费有限公司', '410103', 'small'),
  firm('geology', '示例勘测信息有限公司', '410182', 'small'),
  firm('mining', '示例矿山软件有限公司', '410183', 'small'),
  firm('positioning', '示例定位服务有限公司', '410172', 'small'),
  firm('speech', '示例语音软件有限公司', '410105', 'micro'),
  firm('general', '示例信息技术有限公司', '410172', 'medium'),
];

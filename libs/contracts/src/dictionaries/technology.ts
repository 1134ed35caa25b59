import { dictionary } from './entry.js';

/** The fields of technology that the state supports (国家重点支持的高新技术领域), and those of farming and health. */
export const technologyFields = dictionary('技术领域', '技术难题和科技成果的技术领域', [
  { code: 'electronics', label: '电子信息', aliases: ['电子信息技术', '信息技术', '新一代信息技术'] },
  { code: 'biomedicine', label: '生物与新医药', aliases: ['生物医药', '生物技术', '新医药', '医药'] },
  { code: 'aerospace', label: '航空航天', aliases: ['航空', '航天'] },
  { code: 'materials', label: '新材料', aliases: ['新材料技术', '材料', '超硬材料'] },
  { code: 'services', label: '高技术服务', aliases: ['高技术服务业'] },
  { code: 'energy', label: '新能源与节能', aliases: ['新能源', '节能', '新能源技术', '储能'] },
  { code: 'environment', label: '资源与环境', aliases: ['环境保护', '环保', '节能环保', '资源环境'] },
  {
    code: 'manufacturing',
    label: '先进制造与自动化',
    aliases: ['先进制造', '自动化', '装备制造', '高端装备', '机械制造', '智能制造'],
  },
  { code: 'agriculture', label: '现代农业', aliases: ['农业', '农业技术', '农业科技'] },
  { code: 'food', label: '食品工程', aliases: ['食品', '食品加工'] },
  { code: 'chemistry', label: '化工', aliases: ['精细化工', '化学工程'] },
  { code: 'other', label: '其他', aliases: ['其它'] },
]);

/** How far a result has come, from the first idea to the market; the order is that of the stages. */
export const maturities = dictionary('技术成熟度', '科技成果所处的阶段，由低到高', [
  { code: 'idea', label: '构想', aliases: ['概念', '研究阶段', '基础研究', '研发阶段', '研发'] },
  { code: 'laboratory', label: '小试', aliases: ['实验室', '实验室阶段', '小试阶段'] },
  { code: 'prototype', label: '样机', aliases: ['样品', '原型', '样机阶段'] },
  { code: 'pilot', label: '中试', aliases: ['中试阶段'] },
  { code: 'small-batch', label: '小批量生产', aliases: ['小批量', '试生产'] },
  {
    code: 'industrial',
    label: '产业化',
    aliases: ['批量生产', '量产', '可产业化', '已产业化', '规模化生产', '成熟应用'],
  },
]);

/** In what form a result is protected. */
export const propertyForms = dictionary('知识产权形式', '科技成果的保护形式', [
  { code: 'invention', label: '发明专利', aliases: ['发明'] },
  { code: 'utility', label: '实用新型专利', aliases: ['实用新型'] },
  { code: 'design', label: '外观设计专利', aliases: ['外观设计'] },
  { code: 'copyright', label: '软件著作权', aliases: ['软著', '计算机软件著作权'] },
  { code: 'layout', label: '集成电路布图设计' },
  { code: 'variety', label: '植物新品种', aliases: ['动植物新品种'] },
  { code: 'secret', label: '技术秘密', aliases: ['专有技术', '非专利技术'] },
  { code: 'paper', label: '论文', aliases: ['学术论文'] },
  { code: 'none', label: '无', aliases: ['暂无'] },
]);

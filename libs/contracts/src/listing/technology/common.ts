import { codes } from '../fields.js';

/** What both sides of the technology market say alike. */

export const technologyFields = () =>
  codes({ zh: '技术领域', en: 'Fields of technology' }, 'technologyFields')
    .max(5)
    .inLists()
    .searched()
    .example('新材料')
    .calledInSheets('技术类别', '所属技术领域');

/** By the city's fields a match is counted; many technologies stand in none of them. */
export const applicationFields = () =>
  codes({ zh: '应用领域', en: 'Fields of application' }, 'fields')
    .max(5)
    .searched()
    .help('第一项为主领域，统计时以其为准', 'The first is the primary one, under which a match is counted')
    .example('工业应用')
    .calledInSheets('成果应用领域', '适用领域');

import { z } from 'zod';
import { text } from '../api/common.js';

/**
 * Personal data: shown to the other side only after intent, never in a published list. People read it, no program dials
 * or writes: two numbers, or a number with 微信同号, are kept as they are written.
 */
export const contact = z.strictObject({
  name: text(50, 0).default(''),
  phone: text(100, 0).default(''),
  email: text(120, 0).default(''),
});
export type Contact = z.output<typeof contact>;

/** The parts of a contact as forms and sheets ask for them. */
export const contactParts = {
  name: { label: { zh: '联系人', en: 'Contact' }, max: 50, sheetNames: ['联系人姓名'] },
  phone: {
    label: { zh: '联系电话', en: 'Telephone' },
    max: 100,
    sheetNames: ['联系人电话', '电话', '座机', '手机', '手机号码', '联系方式'],
  },
  email: {
    label: { zh: '电子邮箱', en: 'E-mail' },
    max: 120,
    sheetNames: ['邮箱', 'email', 'e-mail'],
  },
} as const;

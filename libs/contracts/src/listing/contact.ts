import { z } from 'zod';
import { text } from '../api/common.js';

/**
 * Personal data: shown to the other side only after intent, never in a published list. What a sheet says is kept as it
 * is written, two numbers or a number with 微信同号; what a person types has to look like what it is (`contactParts`).
 */
export const contact = z.strictObject({
  name: text(50, 0).default(''),
  phone: text(100, 0).default(''),
  email: text(120, 0).default(''),
});
export type Contact = z.output<typeof contact>;

/** The parts of a contact as forms and sheets ask for them. */
export const contactParts = {
  name: {
    label: { zh: '联系人', en: 'Contact' },
    max: 50,
    sheetNames: ['联系人姓名'],
    looks: /^/,
    asked: '应为姓名',
  },
  phone: {
    label: { zh: '联系电话', en: 'Telephone' },
    max: 100,
    sheetNames: ['联系人电话', '电话', '座机', '手机', '手机号码', '联系方式'],
    looks: /^[0-9+\-() 转]{0,40}$/,
    asked: '电话只能含数字、+、-、括号和“转”，最多40个字符',
  },
  email: {
    label: { zh: '电子邮箱', en: 'E-mail' },
    max: 120,
    sheetNames: ['邮箱', 'email', 'e-mail'],
    looks: /^$|^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/,
    asked: '应为有效的电子邮箱，形如 name@example.com',
  },
} as const;

import { contactParts } from '#contracts';
import { type Cell, standing, textOf } from '#sheets';
import { notice, type Parsed } from './parsed.js';

const nothing = /^(?:暂?无|没有|空|不详|保密|不便公开|n\/?a|null|none|[-—–_/\\.·…~]+)$/i;

const called: Readonly<Record<keyof typeof contactParts, string>> = {
  name: '一个姓名',
  phone: '一个电话号码',
  email: '一个电子邮箱',
};

/**
 * How each part of a contact is read from a cell; none ever refuses a row: what does not look as forms want it is kept as
 * it is written, for it is optional and read by people alone.
 */
export const contactReaders = {
  name: readerOf('name'),
  phone: readerOf('phone'),
  email: readerOf('email'),
} satisfies Record<keyof typeof contactParts, unknown>;

function readerOf(part: keyof typeof contactParts): (cell: Cell) => Parsed<string> {
  return (cell) => {
    const raw = textOf(cell)
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      .replace(/\s*[\r\n]+\s*/g, ' ');
    const text = part === 'name' ? raw : dashed(raw);
    if (text === '') return { value: '' };
    if (nothing.test(text.normalize('NFKC')))
      return { value: '', notices: [notice('contact_left_empty', `“${raw.slice(0, 30)}”按空处理`)] };
    const most = contactParts[part].max;
    // As a number it has lost its first zero: 37165550001 was 0371-65550001.
    if (part === 'phone' && typeof standing(cell) === 'number' && !/^(?:1\d{10}|\d{7,8})$/.test(text))
      return {
        value: text,
        notices: [notice('contact_number', `“${text}”是以数字保存的，开头的 0 可能已丢失，请核对`)],
      };
    if (contactParts[part].looks.test(text) && [...text].length <= most) return { value: text };
    const kept = [...raw].slice(0, most).join('');
    if (kept !== raw)
      return { value: kept, notices: [notice('contact_cut', `内容过长，只保留前 ${most} 个字`)] };
    return {
      value: kept,
      notices: [notice('contact_as_written', `“${raw.slice(0, 40)}”不是${called[part]}，按原文保留`)],
    };
  };
}

/** Full width and the dashes that word processors make, as a keyboard has them. */
const dashed = (text: string) => text.normalize('NFKC').replace(/(?<=\d)\s*[‐-―−─]\s*(?=\d)/g, '-');

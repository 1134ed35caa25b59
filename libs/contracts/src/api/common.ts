import { z } from 'zod';

export const id = z.uuid({ error: '应为 UUID' });
export const idParams = z.strictObject({ id });
/** Years outside these are refused wherever one comes in, alone or in a day, a period, an instant. */
export const firstYear = 2000;
export const lastYear = 2200;
export const year = z.coerce
  .number({ error: '应为年份，形如 2026' })
  .int({ error: '应为年份，形如 2026' })
  .min(firstYear, { error: `年份应在${firstYear}至${lastYear}之间` })
  .max(lastYear, { error: `年份应在${firstYear}至${lastYear}之间` });
const inYears = (text: string) => /^(2[01]\d\d|2200)-/.test(text);
const outOfYears = { error: `年份应在${firstYear}至${lastYear}之间` };
export const day = z.iso.date({ error: '应为存在的日期，形如 2026-11-22' }).refine(inYears, outOfYears);
export const instant = z.iso.datetime().refine(inYears, outOfYears);
/** Yuan with two decimals, as text: `120000.00`. Never negative. */
export const yuan = z
  .string()
  .regex(/^\d{1,14}(\.\d{1,2})?$/, { error: '应为不小于0的金额（元），最多两位小数' });
export const code = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[0-9A-Za-z._-]+$/, { error: '应为字典代码' });

/** What nobody sees, and what turns the direction of what is seen: format characters, and letters that are blank. */
const unseen = /[\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** Without characters that nobody sees. */
export const visible = (text: string) => text.replace(unseen, '');

/**
 * Unicode text without control characters, trimmed; NUL cannot be stored and is refused by name. Characters that nobody
 * sees are left out of it.
 */
export function text(max: number, min = 1) {
  return boundedText(max, min, visible);
}

/**
 * What people and things are called: one that can be read, and that reads as it is written.
 * @throws a fault where it has no letter and no digit, or characters that nobody sees or that turn its direction.
 */
export function nameText(max: number) {
  return boundedText(max, 1, (name) => name)
    .refine((name) => visible(name) === name, { error: '不能含有不可见或改变文字方向的字符' })
    .refine((name) => name === '' || /[\p{L}\p{N}]/u.test(name), { error: '至少含一个文字或数字' });
}

function boundedText(max: number, min: number, kept: (text: string) => string) {
  return z
    .string({ error: '应为文字' })
    .overwrite(kept)
    .trim()
    .min(min, { error: min === 1 ? '不能为空' : `至少${min}个字` })
    .max(max, { error: `最多${max}个字` })
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]*$/u, {
      error: '含有不能保存的控制字符',
    });
}

export const reason = text(2000);
export const reasonBody = z.strictObject({ reason });
export const optionalReasonBody = z.strictObject({ reason: reason.optional() });

const limit = z.coerce.number().int().min(1).max(200).default(50);
export const pageQuery = z.strictObject({ limit, cursor: z.string().max(500).optional() });

/** One parameter or repeated: always an array. */
export function many<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(50).optional(),
  );
}

/** What a list that is shown as a whole holds at the most. */
export const mostShown = 1000;

/** A list without pages: all of it, up to a maximum that its reader keeps. */
export function whole<T extends z.ZodType>(item: T, most = mostShown) {
  return z.strictObject({ items: z.array(item).max(most) });
}

export function page<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}

export const jobStarted = z.strictObject({ job: z.strictObject({ id: z.string(), href: z.string() }) });

/** RFC 9457. Beside the members that all have, a code may have its own: figures and names that the refusal rests on. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  instance: z.string(),
  errors: z
    .array(
      z.object({ pointer: z.string(), code: z.string(), detail: z.string(), value: z.unknown().optional() }),
    )
    .optional(),
});
export type Problem = z.output<typeof problem>;

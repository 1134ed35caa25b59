import { type Cell, standing } from '#sheets';
import { notice, type Parsed, refused } from './parsed.js';

/**
 * What a cell is read as whatever its column holds: one whose formula went wrong is refused; a picture and a formula that
 * was never calculated are empty, and it is said.
 * @returns undefined for a cell with a value of its own.
 */
export function parseSpecial(cell: Cell): Parsed<null> | undefined {
  const value = standing(cell);
  if (typeof value !== 'object' || value === null) return undefined;
  if ('error' in value)
    return refused('formula_error', `此单元格公式出错（${value.error}），请改正公式或直接填写内容`);
  if ('formula' in value)
    return {
      value: null,
      notices: [
        notice(
          'formula_without_value',
          '公式没有保存计算结果，按空处理；如需内容，请在表格软件中打开、保存后重新上传',
        ),
      ],
    };
  if ('picture' in value)
    return {
      value: null,
      notices: [notice('picture_in_cell', '单元格里是图片，不能作为文字读取，按空处理')],
    };
  return undefined;
}

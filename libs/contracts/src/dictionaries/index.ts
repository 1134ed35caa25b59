import { areas, chains, departments } from './city.js';
import {
  declineReasons,
  deliveryModes,
  firmSizes,
  firstVersionLevels,
  modes,
  ownerKinds,
  platforms,
  refusalReasons,
  visibilities,
} from './common.js';
import { type Dictionary, dictionary } from './entry.js';
import { industries } from './industries.js';
import { fields, productClasses } from './software.js';
import { maturities, propertyForms, technologyFields } from './technology.js';

export type { DictionaryEntry } from './entry.js';

/** The kinds name their fields; an entry stands here only for a field that the city renames. */
const fieldNames = dictionary('内容项名称', '表单、列表、清单和导入表格中各项内容的名称', []);

/** Permanent codes with their labels; what a city adds or renames is kept in its database. */
export const dictionaries = {
  fields,
  areas,
  chains,
  industries,
  productClasses,
  platforms,
  modes,
  ownerKinds,
  departments,
  firmSizes,
  visibilities,
  firstVersionLevels,
  deliveryModes,
  technologyFields,
  maturities,
  propertyForms,
  declineReasons,
  refusalReasons,
  fieldNames,
} as const satisfies Record<string, Dictionary>;

export type DictionaryName = keyof typeof dictionaries;

/** What is said of a code that a dictionary does not have. */
export function unknownCode(name: DictionaryName, code: string): string {
  return `“${code.slice(0, 60)}”不是字典“${dictionaries[name].name}”中的代码，可用的见 /api/v1/dictionaries/${name}`;
}

/** What people call a code; the code itself where the dictionary has none, and '' where there is no code. */
export type LabelOf = (name: DictionaryName, code: string | null | undefined) => string;

/** The labels that ship with the platform. What a city renamed is known to `DictionaryService.labels` alone. */
export function labelOf(name: DictionaryName, code: string | null | undefined): string {
  if (code === null || code === undefined) return '';
  return dictionaries[name].entries.find((entry) => entry.code === code)?.label ?? code;
}

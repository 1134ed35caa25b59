import { creditCodeFault, describeCreditCodeFault, normaliseCreditCode } from '#kernel';

/** An organisation that the platform knows. */
export interface KnownOrganisation {
  readonly id: string;
  readonly uscc: string;
  readonly name: string;
  readonly state: string;
  readonly area: string | null;
  readonly kinds: readonly string[];
}

/** An organisation of a row: one that is known, or one to be made unclaimed. */
export interface RowOrganisation {
  readonly id: string | null;
  readonly name: string;
  readonly uscc: string;
}

/** What is wrong with the organisation that a row names, or nothing; and what a person should know. */
export type Whose =
  | { readonly organisation: RowOrganisation; readonly notice?: string }
  | { readonly at: 'organisation' | 'uscc'; readonly code: string; readonly expected: string };

export interface Terms {
  /** Where rows name none. */
  readonly chosen: RowOrganisation | undefined;
  /** People of an organisation import for it alone. */
  readonly owner: RowOrganisation | undefined;
  /** A coordinator of an area imports for its organisations alone. */
  readonly area: string | null;
  /** What an organisation has to be registered as, one of them, and what these are called. */
  readonly side: { readonly kinds: readonly string[]; readonly word: string };
  /** Who imports says that unknown organisations with a code are to be made, unclaimed. */
  readonly mayMake: boolean;
}

/** Full width, brackets and blanks aside; 有限公司 and 有限责任公司 stay two. */
export function normalisedName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/[〔【[{《]/g, '(')
    .replace(/[〕】\]}》]/g, ')');
}

/** What two names share that a clerk may have meant as one. */
const looseName = (name: string) =>
  normalisedName(name)
    .replace(/有限责任公司$|股份有限公司$|有限公司$|公司$/, '')
    .replace(/[()·・.,、-]/g, '');

/** The organisations that the platform knows, by code and by name. */
export class Directory {
  private readonly byCode = new Map<string, KnownOrganisation>();
  private readonly byName = new Map<string, KnownOrganisation[]>();
  private readonly alike = new Map<string, string[]>();

  constructor(known: Iterable<KnownOrganisation>) {
    for (const one of known) {
      this.byCode.set(one.uscc, one);
      put(this.byName, normalisedName(one.name), one);
      put(this.alike, looseName(one.name), one.name);
    }
  }

  code(uscc: string): KnownOrganisation | undefined {
    return this.byCode.get(uscc);
  }

  named(name: string): readonly KnownOrganisation[] {
    return this.byName.get(normalisedName(name)) ?? [];
  }

  /** Names that differ in what a clerk may not have looked at. */
  like(name: string): readonly string[] {
    const own = looseName(name);
    return own === '' ? [] : (this.alike.get(own) ?? []).slice(0, 3);
  }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

/** Finds the organisation of a row: by its credit code, else by its name, else the one chosen for the file. A row that names an organisation never goes to another. */
export function whoseRow(name: string, code: string, terms: Terms, directory: Directory): Whose {
  const found = code === '' ? byName(name, terms, directory) : byCode(name, code, terms, directory);
  return 'organisation' in found ? allowed(found, terms, directory) : found;
}

function byCode(name: string, raw: string, terms: Terms, directory: Directory): Whose {
  const uscc = normaliseCreditCode(raw);
  const fault = creditCodeFault(uscc);
  if (fault) return { at: 'uscc', code: `credit_code_${fault}`, expected: describeCreditCodeFault(fault) };
  const known = directory.code(uscc);
  if (!known) return unknownCode(name, uscc, terms);
  if (name === '' || normalisedName(name) === normalisedName(known.name)) return { organisation: known };
  const others = directory.named(name);
  if (others.length > 0)
    return {
      at: 'organisation',
      code: 'organisation_conflict',
      expected: `信用代码属于“${known.name}”，名称却是另一家已登记单位的；请改正其中一项`,
    };
  return { organisation: known, notice: `按信用代码归入“${known.name}”，表中写作“${name}”` };
}

function unknownCode(name: string, uscc: string, { chosen, owner, mayMake }: Terms): Whose {
  if (owner) return { organisation: { id: null, name, uscc } };
  if (chosen?.uscc === uscc) return { organisation: chosen };
  if (!mayMake)
    return {
      at: 'uscc',
      code: 'organisation_unknown',
      expected: '平台上没有此信用代码的单位；请核对，或在导入时选择“登记表中的新单位”（登记为待认领）',
    };
  if (name === '') return { at: 'uscc', code: 'organisation_unnamed', expected: '新单位须同时写明单位全称' };
  return {
    organisation: { id: null, name: name.slice(0, 120), uscc },
    notice: `将登记为待认领单位“${name}”`,
  };
}

function byName(name: string, { chosen, owner }: Terms, directory: Directory): Whose {
  const own = owner ?? chosen;
  if (name === '')
    return own
      ? { organisation: own }
      : {
          at: 'uscc',
          code: 'no_organisation',
          expected: '请填写单位的18位统一社会信用代码，或在导入时选定单位',
        };
  if (own && normalisedName(own.name) === normalisedName(name)) return { organisation: own };
  const [known, second] = directory.named(name);
  if (known && !second) return { organisation: known };
  if (known)
    return {
      at: 'organisation',
      code: 'organisation_ambiguous',
      expected: '平台上有多家单位叫这个名称，请填写统一社会信用代码',
    };
  const alike = directory.like(name);
  return {
    at: 'organisation',
    code: 'organisation_unknown',
    expected:
      alike.length > 0
        ? `平台上没有此名称的单位；是否为“${alike.join('”“')}”？请写明登记的全称或统一社会信用代码`
        : '平台上没有此名称的单位；请写明登记的全称，或补填统一社会信用代码',
  };
}

/** Whether the importer may import for it. */
function allowed(
  found: Extract<Whose, { organisation: RowOrganisation }>,
  { owner, area, side }: Terms,
  directory: Directory,
): Whose {
  const { organisation } = found;
  if (owner && organisation.uscc !== owner.uscc)
    return {
      at: 'organisation',
      code: 'other_organisation',
      expected: `只能导入本单位（${owner.name}）的内容`,
    };
  const known = directory.code(organisation.uscc);
  if (!known) return found;
  if (area !== null && known.area !== null && known.area !== area)
    return {
      at: 'organisation',
      code: 'organisation_elsewhere',
      expected: '该单位属于其他统计区域，由其协调部门导入',
    };
  if (known.state === 'suspended')
    return {
      at: 'organisation',
      code: 'organisation_inactive',
      expected: `${known.name}已停用，其内容不能导入`,
    };
  // Nobody speaks for an unclaimed organisation yet: it takes the side that is entered for it.
  if (known.state !== 'unclaimed' && !side.kinds.some((kind) => known.kinds.includes(kind)))
    return { at: 'organisation', code: 'organisation_side', expected: `${known.name}未登记为${side.word}` };
  return found;
}

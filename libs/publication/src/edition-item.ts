import {
  type DictionaryName,
  type EditionFilter,
  type LabelOf,
  type ListingKind,
  type PublishedCapability,
  type PublishedListing,
  type PublishedScenario,
} from '#contracts';
import { dayOf, inWan } from '#kernel';
import type { FrozenLabels } from './domain/document.js';

export type Published = PublishedListing;

/** One field of an item, in the order of the printed list. */
export interface Column {
  readonly key: string;
  readonly label: string;
  /** Shown on a page; the downloads hold every column. */
  readonly onPage: boolean;
  readonly text: (content: Readonly<Record<string, unknown>>, labelOf: LabelOf) => string;
}

function column(key: string, label: string, onPage = false, text = plain(key)): Column {
  return { key, label, onPage, text };
}

function plain(key: string): Column['text'] {
  return (content) => {
    const value = content[key];
    return value === null || value === undefined ? '' : String(value);
  };
}

function coded(key: string, dictionary: DictionaryName): Column['text'] {
  return (content, labelOf) => {
    const value = content[key];
    return (Array.isArray(value) ? value : value ? [value] : [])
      .map((code) => labelOf(dictionary, String(code)))
      .join('、');
  };
}

function budget(content: Readonly<Record<string, unknown>>): string {
  const [low, high] = [content['budgetMin'], content['budgetMax']].map((v) =>
    typeof v === 'string' ? inWan(v) : undefined,
  );
  if (low !== undefined && high !== undefined) return low === high ? low : `${low}–${high}`;
  if (low !== undefined) return `${low}以上`;
  return high === undefined ? '' : `${high}以内`;
}

function firstVersion(content: Readonly<Record<string, unknown>>, labelOf: LabelOf): string {
  const f = content['firstVersion'] as PublishedCapability['firstVersion'];
  return f
    ? `${labelOf('firstVersionLevels', f.level)}（${f.year}年，${f.documentNo}，有效期至${f.validTo}）`
    : '';
}

const yes =
  (key: string): Column['text'] =>
  (content) =>
    content[key] ? '是' : '';

export const itemColumns: Record<ListingKind, readonly Column[]> = {
  scenario: [
    column('title', '场景名称', true),
    column('organisation', '需求单位', true),
    column('fields', '领域', true, coded('fields', 'fields')),
    column('chains', '产业链', false, coded('chains', 'chains')),
    column('area', '实施区域', true, coded('area', 'areas')),
    column('budget', '预算（万元）', true, budget),
    column('needs', '痛点与需求'),
    column('technicalIndicators', '技术指标'),
    column('plannedStart', '计划开始'),
    column('plannedEnd', '计划结束'),
    column('mode', '合作方式', false, coded('mode', 'modes')),
    column('department', '主管部门', false, coded('department', 'departments')),
    column('ownerKind', '单位性质', false, coded('ownerKind', 'ownerKinds')),
    column('requiredPlatforms', '信创要求', false, coded('requiredPlatforms', 'platforms')),
    column('prefersFirstVersion', '优先首版次', false, yes('prefersFirstVersion')),
    column('localOnly', '仅限本区域企业', false, yes('localOnly')),
    column('validUntil', '有效期至', true),
  ],
  capability: [
    column('product', '产品名称', true),
    column('organisation', '企业名称', true),
    column('version', '版本号'),
    column('productClass', '软件类别', true, coded('productClass', 'productClasses')),
    column('fields', '适用领域', true, coded('fields', 'fields')),
    column('chains', '适用产业链', false, coded('chains', 'chains')),
    column('functions', '核心功能'),
    column('advancement', '技术先进性'),
    column('referencePrice', '参考价格（万元）', false, (content) =>
      typeof content['referencePrice'] === 'string' ? `${inWan(content['referencePrice'])}起` : '',
    ),
    column('copyrightNo', '软著登记号'),
    column('adaptedPlatforms', '信创适配', false, coded('adaptedPlatforms', 'platforms')),
    column('certificates', '资质'),
    column('cases', '应用案例'),
    column('firstVersion', '首版次', true, firstVersion),
    column('area', '所在区域', true, coded('area', 'areas')),
    column('size', '企业规模', false, coded('size', 'firmSizes')),
    column('validUntil', '有效期至'),
  ],
};

/** The public fields of a listing, as frozen in an edition: the columns' keys and what they are made of. */
export function itemContent(kind: ListingKind, listing: Published): Record<string, unknown> {
  const { organisation } = listing;
  const common = {
    organisation: organisation.name,
    uscc: organisation.uscc,
    area: listing.area,
    fields: listing.fields,
    chains: listing.chains,
    validUntil: listing.validUntil,
  };
  if (kind === 'scenario') {
    const s = listing as PublishedScenario;
    return {
      ...common,
      title: s.title,
      needs: s.needs,
      technicalIndicators: s.technicalIndicators,
      budgetMin: s.budgetMin,
      budgetMax: s.budgetMax,
      plannedStart: s.plannedStart,
      plannedEnd: s.plannedEnd,
      mode: s.mode,
      department: s.department,
      ownerKind: organisation.ownerKind,
      requiredPlatforms: s.requiredPlatforms,
      prefersFirstVersion: s.prefersFirstVersion,
      localOnly: s.localOnly,
    };
  }
  const c = listing as PublishedCapability;
  return {
    ...common,
    product: c.product,
    version: c.version,
    productClass: c.productClass,
    functions: c.functions,
    advancement: c.advancement,
    referencePrice: c.referencePrice,
    copyrightNo: c.copyrightNo,
    adaptedPlatforms: c.adaptedPlatforms,
    certificates: c.certificates,
    cases: c.cases,
    firstVersion: c.firstVersion,
    size: organisation.size,
  };
}

/** The labels that the columns show of these contents. */
export function labelsShown(
  kind: ListingKind,
  contents: readonly Readonly<Record<string, unknown>>[],
  labelOf: LabelOf,
): FrozenLabels {
  const shown = new Map<DictionaryName, Map<string, string>>();
  const noting: LabelOf = (name, code) => {
    const label = labelOf(name, code);
    if (code) shown.set(name, (shown.get(name) ?? new Map<string, string>()).set(code, label));
    return label;
  };
  for (const content of contents) for (const { text } of itemColumns[kind]) text(content, noting);
  return Object.fromEntries([...shown].map(([name, labels]) => [name, Object.fromEntries(labels)]));
}

export function titleOf(kind: ListingKind, content: Readonly<Record<string, unknown>>): string {
  return String(content[kind === 'scenario' ? 'title' : 'product'] ?? '');
}

export function matches(listing: Published, filter: EditionFilter): boolean {
  const any = (wanted: readonly string[] | undefined, has: readonly (string | null)[]) =>
    !wanted?.length || has.some((code) => code !== null && wanted.includes(code));
  return (
    listing.visibility === 'public' &&
    any(filter.fields, listing.fields) &&
    any(filter.chains, listing.chains) &&
    any(filter.areas, [listing.area]) &&
    (filter.since === undefined || dayOf(new Date(listing.publishedAt)) >= filter.since)
  );
}

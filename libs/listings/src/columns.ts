import type { CapabilityContent, Contact, ListingKind, ScenarioContent } from '#contracts';

export type Content = ScenarioContent | CapabilityContent;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly of: (content: never) => unknown;
}

const contact: readonly Column[] = (['name', 'phone', 'email'] as const).map((part) => ({
  name: `contact_${part}`,
  type: 'text',
  of: (content: { contact: Contact }) => content.contact[part],
}));

const scenario: readonly Column[] = [
  column<ScenarioContent>('title', 'text', (s) => s.title),
  column<ScenarioContent>('fields', 'text[]', (s) => s.fields),
  column<ScenarioContent>('chains', 'text[]', (s) => s.chains),
  column<ScenarioContent>('needs', 'text', (s) => s.needs),
  column<ScenarioContent>('technical_indicators', 'text', (s) => s.technicalIndicators),
  column<ScenarioContent>('budget_min', 'numeric', (s) => s.budgetMin),
  column<ScenarioContent>('budget_max', 'numeric', (s) => s.budgetMax),
  column<ScenarioContent>('area', 'text', (s) => s.area),
  column<ScenarioContent>('planned_start', 'date', (s) => s.plannedStart),
  column<ScenarioContent>('planned_end', 'date', (s) => s.plannedEnd),
  column<ScenarioContent>('mode', 'text', (s) => s.mode),
  column<ScenarioContent>('department', 'text', (s) => s.department),
  column<ScenarioContent>('prefers_first_version', 'boolean', (s) => s.prefersFirstVersion),
  column<ScenarioContent>('required_platforms', 'text[]', (s) => s.requiredPlatforms),
  column<ScenarioContent>('local_only', 'boolean', (s) => s.localOnly),
  column<ScenarioContent>('visibility', 'text', (s) => s.visibility),
  column<ScenarioContent>('valid_until', 'date', (s) => s.validUntil),
  ...contact,
];

const capability: readonly Column[] = [
  column<CapabilityContent>('product', 'text', (c) => c.product),
  column<CapabilityContent>('product_version', 'text', (c) => c.version),
  column<CapabilityContent>('product_class', 'text', (c) => c.productClass),
  column<CapabilityContent>('fields', 'text[]', (c) => c.fields),
  column<CapabilityContent>('industries', 'text[]', (c) => c.industries),
  column<CapabilityContent>('chains', 'text[]', (c) => c.chains),
  column<CapabilityContent>('functions', 'text', (c) => c.functions),
  column<CapabilityContent>('advancement', 'text', (c) => c.advancement),
  column<CapabilityContent>('patents', 'integer', (c) => c.patents),
  column<CapabilityContent>('standards', 'integer', (c) => c.standards),
  column<CapabilityContent>('awards', 'integer', (c) => c.awards),
  column<CapabilityContent>('reference_price', 'numeric', (c) => c.referencePrice),
  column<CapabilityContent>('copyright_no', 'text', (c) => c.copyrightNo),
  column<CapabilityContent>('adapted_platforms', 'text[]', (c) => c.adaptedPlatforms),
  column<CapabilityContent>('certificates', 'text', (c) => c.certificates),
  column<CapabilityContent>('cases', 'text', (c) => c.cases),
  column<CapabilityContent>('first_version_level', 'text', (c) => c.firstVersion?.level ?? null),
  column<CapabilityContent>('first_version_year', 'integer', (c) => c.firstVersion?.year ?? null),
  column<CapabilityContent>('first_version_document_no', 'text', (c) => c.firstVersion?.documentNo ?? null),
  column<CapabilityContent>('first_version_valid_from', 'date', (c) => c.firstVersion?.validFrom ?? null),
  column<CapabilityContent>('first_version_valid_to', 'date', (c) => c.firstVersion?.validTo ?? null),
  column<CapabilityContent>('area', 'text', (c) => c.area),
  column<CapabilityContent>('visibility', 'text', (c) => c.visibility),
  column<CapabilityContent>('valid_until', 'date', (c) => c.validUntil),
  ...contact,
];

function column<C>(name: string, type: string, of: (content: C) => unknown): Column {
  return { name, type, of: of as (content: never) => unknown };
}

interface KindTables {
  readonly head: string;
  readonly revisions: string;
  readonly prefix: 'CJ' | 'NL';
  readonly label: string;
  readonly columns: readonly Column[];
  /** Columns for a SELECT from revisions `r`: days as text, numbers as text. */
  readonly select: string;
}

function selecting(columns: readonly Column[]): string {
  return columns
    .map(({ name, type }) =>
      type === 'date' || type === 'numeric' ? `r.${name}::text AS ${name}` : `r.${name}`,
    )
    .join(', ');
}

/** Constants of ours; nothing in them comes from a person. */
export const tables: Record<ListingKind, KindTables> = {
  scenario: {
    head: 'scenarios',
    revisions: 'scenario_revisions',
    prefix: 'CJ',
    label: '应用场景',
    columns: scenario,
    select: selecting(scenario),
  },
  capability: {
    head: 'capabilities',
    revisions: 'capability_revisions',
    prefix: 'NL',
    label: '企业能力',
    columns: capability,
    select: selecting(capability),
  },
};

export type Row = Record<string, unknown>;

const texts = (value: unknown) => (value as string[] | null) ?? [];
const orNull = (value: unknown) => (value as string | null) ?? null;

export function scenarioOf(row: Row): ScenarioContent {
  return {
    title: row['title'] as string,
    fields: texts(row['fields']),
    chains: texts(row['chains']),
    needs: row['needs'] as string,
    technicalIndicators: row['technical_indicators'] as string,
    budgetMin: orNull(row['budget_min']),
    budgetMax: orNull(row['budget_max']),
    area: orNull(row['area']),
    plannedStart: orNull(row['planned_start']),
    plannedEnd: orNull(row['planned_end']),
    mode: orNull(row['mode']),
    department: orNull(row['department']),
    prefersFirstVersion: row['prefers_first_version'] as boolean,
    requiredPlatforms: texts(row['required_platforms']),
    localOnly: row['local_only'] as boolean,
    visibility: row['visibility'] as string,
    validUntil: orNull(row['valid_until']),
    contact: contactOf(row),
  };
}

export function capabilityOf(row: Row): CapabilityContent {
  return {
    product: row['product'] as string,
    version: row['product_version'] as string,
    productClass: orNull(row['product_class']),
    fields: texts(row['fields']),
    industries: texts(row['industries']),
    chains: texts(row['chains']),
    functions: row['functions'] as string,
    advancement: row['advancement'] as string,
    patents: row['patents'] as number,
    standards: row['standards'] as number,
    awards: row['awards'] as number,
    referencePrice: orNull(row['reference_price']),
    copyrightNo: row['copyright_no'] as string,
    adaptedPlatforms: texts(row['adapted_platforms']),
    certificates: row['certificates'] as string,
    cases: row['cases'] as string,
    firstVersion: row['first_version_level']
      ? {
          level: row['first_version_level'] as string,
          year: row['first_version_year'] as number,
          documentNo: row['first_version_document_no'] as string,
          validFrom: row['first_version_valid_from'] as string,
          validTo: row['first_version_valid_to'] as string,
        }
      : null,
    area: orNull(row['area']),
    visibility: row['visibility'] as string,
    validUntil: orNull(row['valid_until']),
    contact: contactOf(row),
  };
}

export function contentOf(kind: ListingKind, row: Row): Content {
  return kind === 'scenario' ? scenarioOf(row) : capabilityOf(row);
}

export function contactOf(row: Row): Contact {
  return {
    name: row['contact_name'] as string,
    phone: row['contact_phone'] as string,
    email: row['contact_email'] as string,
  };
}

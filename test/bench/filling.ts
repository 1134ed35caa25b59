import type { PublishedCapability, PublishedScenario } from '#contracts';
import { copyRows, type Database } from '#platform';

type Cell = string | number | null | readonly string[];

const contact = ['', '', ''] as const;

const shared = ['listing_id', 'revision', 'state', 'fields', 'chains', 'area', 'visibility', 'valid_until'];
const contactColumns = ['contact_name', 'contact_phone', 'contact_email'];

const scenarioColumns = [
  ...shared,
  'title',
  'needs',
  'technical_indicators',
  'budget_max',
  'prefers_first_version',
  'required_platforms',
  'local_only',
  ...contactColumns,
];
const capabilityColumns = [
  ...shared,
  'product',
  'product_version',
  'product_class',
  'industries',
  'functions',
  'advancement',
  'patents',
  'standards',
  'awards',
  'reference_price',
  'copyright_no',
  'adapted_platforms',
  'certificates',
  'cases',
  'first_version_level',
  'first_version_year',
  'first_version_document_no',
  'first_version_valid_from',
  'first_version_valid_to',
  ...contactColumns,
];

/** Puts published listings and their organisations straight into the tables: filling is not what is measured. */
export async function fill(
  db: Database,
  kind: 'scenario' | 'capability',
  listings: readonly (PublishedScenario | PublishedCapability)[],
): Promise<void> {
  const head = kind === 'scenario' ? 'scenarios' : 'capabilities';
  const organisations = [...new Map(listings.map(({ organisation: of }) => [of.id, of])).values()];
  await db.transaction(async (tx) => {
    await copyRows(
      tx,
      'organisations',
      ['id', 'uscc', 'name', 'kinds', 'state', 'area'],
      organisations.map((of) => [
        of.id,
        of.uscc,
        of.name,
        [kind === 'scenario' ? 'user' : 'firm'],
        'approved',
        of.area,
      ]),
    );
    await copyRows(
      tx,
      head,
      ['id', 'number', 'organisation_id', 'revision', 'published_revision', 'published_at'],
      listings.map(({ id, number, organisation, publishedAt }) => [
        id,
        number,
        organisation.id,
        1,
        1,
        publishedAt,
      ]),
    );
    await copyRows(
      tx,
      `${kind}_revisions`,
      kind === 'scenario' ? scenarioColumns : capabilityColumns,
      kind === 'scenario'
        ? (listings as readonly PublishedScenario[]).map(scenarioCells)
        : (listings as readonly PublishedCapability[]).map(capabilityCells),
    );
  });
  await db.query(`ANALYZE ${head}, ${kind}_revisions, organisations`);
}

function common(listing: PublishedScenario | PublishedCapability): Cell[] {
  const { id, fields, chains, area, visibility, validUntil } = listing;
  return [id, 1, 'published', fields, chains, area, visibility, validUntil];
}

function scenarioCells(of: PublishedScenario): Cell[] {
  return [
    ...common(of),
    of.title,
    of.needs,
    of.technicalIndicators,
    of.budgetMax,
    String(of.prefersFirstVersion),
    of.requiredPlatforms,
    String(of.localOnly),
    ...contact,
  ];
}

function capabilityCells(of: PublishedCapability): Cell[] {
  const first = of.firstVersion;
  return [
    ...common(of),
    of.product,
    of.version,
    of.productClass,
    of.industries,
    of.functions,
    of.advancement,
    of.patents,
    of.standards,
    of.awards,
    of.referencePrice,
    of.copyrightNo,
    of.adaptedPlatforms,
    of.certificates,
    of.cases,
    first?.level ?? null,
    first?.year ?? null,
    first?.documentNo ?? null,
    first?.validFrom ?? null,
    first?.validTo ?? null,
    ...contact,
  ];
}

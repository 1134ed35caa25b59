import { kinds, type PublishedCapability, type PublishedScenario } from '#contracts';
import { appendFacts, copyRows, type Database } from '#platform';

type Kind = 'scenario' | 'capability';
type Listing = PublishedScenario | PublishedCapability;

/** Puts published listings and their organisations straight into the tables: filling is not what is measured. */
export async function fill(db: Database, kind: Kind, listings: readonly Listing[]): Promise<void> {
  const named = new Map(listings.map(({ organisation: of }) => [of.id, of]));
  const found = await db.query<{ id: string }>('SELECT id FROM organisations WHERE id = ANY($1::uuid[])', [
    [...named.keys()],
  ]);
  for (const { id } of found) named.delete(id);
  const organisations = [...named.values()];
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
      'listings',
      ['id', 'kind', 'number', 'organisation_id', 'revision', 'published_revision', 'published_at'],
      listings.map(({ id, number, organisation, publishedAt }) => [
        id,
        kind,
        number,
        organisation.id,
        1,
        1,
        publishedAt,
      ]),
    );
    await copyRows(
      tx,
      'listing_revisions',
      ['listing_id', 'revision', 'state', 'title', 'content'],
      listings.map((listing) => [
        listing.id,
        1,
        'published',
        kinds[kind].titleOf(listing),
        JSON.stringify(kinds[kind].stored.parse(listing)),
      ]),
    );
  });
  if (listings.length > 1000) await db.query('ANALYZE listings, listing_revisions, organisations');
}

/** Announces that listings have been published, as an approval does. */
export async function announce(db: Database, kind: Kind, listings: readonly Listing[]): Promise<void> {
  await db.transaction((tx) =>
    appendFacts(
      tx,
      listings.map(({ id, number, organisation, fields, chains, area }) => ({
        subject: `${kind}:${id}`,
        fact: {
          name: 'listing.published',
          kind,
          listingId: id,
          number,
          revision: 1,
          organisationId: organisation.id,
          area,
          department: null,
          fields: [...fields],
          chains: [...chains],
        },
      })),
    ),
  );
}

import { Card, Descriptions } from 'antd';
import { columnsOf, headingOf } from '#contracts';
import { useDictionaries } from '../../client/queries';
import type { Listing } from './listings';

const organisationParts = (listing: Listing) => {
  const { name, uscc, ownerKind, size, area } = listing.organisation;
  return { organisation: name, uscc, ownerKind, size, area };
};

/** Everything a listing says, in the order of its kind. */
export function ListingFields({ listing }: { listing: Listing }) {
  const { label, kind } = useDictionaries();
  const given = Object.entries(listing.content).filter(([, value]) => value !== null);
  const values = { ...organisationParts(listing), ...Object.fromEntries(given) };
  const rows = columnsOf(kind(listing.kind)).map((column): readonly [string, string] => [
    headingOf(column),
    column.audience === 'parties' && listing.content.contact === null
      ? '双方表达意向后可见'
      : column.text(values, label),
  ]);
  return (
    <Card title="内容">
      <Descriptions
        bordered
        size="small"
        column={1}
        styles={{ label: { width: '30%', maxWidth: 150 } }}
        items={[['编号', listing.number] as const, ...rows]
          .filter(([, value]) => value)
          .map(([name, value]) => ({
            key: name,
            label: name,
            children: <span className="pre">{value}</span>,
          }))}
      />
    </Card>
  );
}

import { Card, Select, Space } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { kinds, openEngagement, otherKind, sideOf } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, useMe } from '../../client/queries';
import { Step } from '../../ui/step';
import { type Kind, kindName } from '../markets/kinds';
import { type Listing, routesOf, titleOf } from './listings';

/** Who has a published listing of the other side turns to the owner of this one, whether or not it was proposed. */
export function Intend({ kind, listing }: { kind: Kind; listing: Listing }) {
  const [own, setOwn] = useState<string | undefined>();
  const act = useAct();
  const go = useNavigate();
  const may = useMay();
  const me = useMe().data;
  const other = otherKind(kind);
  const posts = kinds[other].definition.postedBy.some((one) => me?.organisation?.kinds.includes(one));
  const asked = posts && may('engagement.open');
  const mine = useCall(
    routesOf(other).list,
    { query: { mine: 'true', state: 'published', limit: 200 } as never },
    asked,
  );
  const items = mine.data?.items ?? [];
  if (!asked || items.length === 0) return null;
  const pair = (id: string) =>
    sideOf(kind) === 'demand'
      ? { demandListingId: listing.id, supplyListingId: id }
      : { demandListingId: id, supplyListingId: listing.id };
  return (
    <Card title="对接">
      <Space wrap>
        <Select
          aria-label={`本单位的${kindName[other]}`}
          placeholder={`选择本单位的${kindName[other]}`}
          style={{ minWidth: 260 }}
          value={own}
          onChange={setOwn}
          options={items.map((one) => ({ value: one.id, label: titleOf(one) }))}
        />
        {own && (
          <Step
            label="表达意向"
            primary
            question={`向“${listing.organisation.name}”表达对接意向，对方将看到本单位联系人。确认？`}
            run={async () => {
              const made = await act(() => call(openEngagement, { body: pair(own) }), '已表达对接意向');
              if (made) go(`/engagements/${made.id}`);
              return made;
            }}
          />
        )}
      </Space>
    </Card>
  );
}

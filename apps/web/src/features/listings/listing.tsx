import { Alert, Button, Card, Timeline } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, useMe } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { base, type Kind, kindName } from '../markets/kinds';
import { Matches } from '../matching/matches';
import { ListingFields } from './listing-fields';
import { Intend } from './listing-intent';
import { listingStates } from './listing-states';
import { type Listing, routesOf, titleOf } from './listings';

/** The listing is the caller's own, or in the caller's area of coordination. */
function useSide(listing: Listing) {
  const me = useMe().data;
  const area = listing.content.area ?? listing.organisation.area;
  return {
    own: me?.organisation?.id === listing.organisation.id,
    coordinates: Boolean(me?.body && (me.body.scope === 'city' || me.body.area === area)),
  };
}

function Steps({ kind, listing }: { kind: Kind; listing: Listing }) {
  const routes = routesOf(kind);
  const act = useAct();
  const may = useMay();
  const go = useNavigate();
  const { own, coordinates } = useSide(listing);
  const input = { params: { id: listing.id }, version: listing.version };
  const { state } = listing;
  const writes = (own || coordinates) && may('listing.edit');
  const reviews = coordinates && may('listing.approve') && state === 'submitted';
  const open = ['draft', 'changes_requested'].includes(state);
  return (
    <>
      {writes &&
        [...['draft', 'changes_requested', 'published', 'expired', 'rejected', 'withdrawn']].includes(
          state,
        ) && <Button onClick={() => go(`${base[kind]}/${listing.id}/edit`)}>修改</Button>}
      {writes && open && (
        <Step
          label="提交审核"
          primary
          question="提交后由协调部门审核，审核期间不能修改。确认提交？"
          run={() => act(() => call(routes.submit, { ...input, body: {} }), '已提交审核')}
        />
      )}
      {reviews && (
        <>
          <Step
            label="通过并发布"
            primary
            reason="optional"
            question="通过后即对外发布，并参与推荐匹配。确认通过？"
            run={(reason) =>
              act(() => call(routes.approve, { ...input, body: reason ? { reason } : {} }), '已通过并发布')
            }
          />
          <Step
            label="退回修改"
            reason="needed"
            question="请写明需要修改的内容，填报单位将看到。"
            run={(reason) => act(() => call(routes.requestChanges, { ...input, body: { reason } }), '已退回')}
          />
          <Step
            label="不予通过"
            danger
            reason="needed"
            question="不予通过的决定将记录在案。请写明理由。"
            run={(reason) =>
              act(() => call(routes.reject, { ...input, body: { reason } }), '已作出不予通过的决定')
            }
          />
        </>
      )}
      {writes && ['submitted', 'published'].includes(state) && (
        <Step
          label="撤回"
          danger
          reason="needed"
          question="撤回后不再公开，也不再参与匹配；历史记录保留。"
          run={(reason) => act(() => call(routes.withdraw, { ...input, body: { reason } }), '已撤回')}
        />
      )}
    </>
  );
}

function History({ kind, id }: { kind: Kind; id: string }) {
  const history = useCall(routesOf(kind).history, { params: { id } });
  return (
    <Card title="办理过程">
      <Load of={history}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="暂无记录" />
          ) : (
            <Timeline
              items={items.map((entry) => ({
                content: (
                  <>
                    {when(entry.at)}　{entry.actorName}　第{entry.revision}版
                    {listingStates[entry.to]?.text ?? entry.to}
                    {entry.reason && <div className="pre">{entry.reason}</div>}
                  </>
                ),
              }))}
            />
          )
        }
      </Load>
    </Card>
  );
}

function Shown({ kind, listing }: { kind: Kind; listing: Listing }) {
  const { own, coordinates } = useSide(listing);
  const inside = own || coordinates;
  return (
    <Page
      title={
        <>
          {titleOf(listing)} <StateTag states={listingStates} state={listing.state} />
        </>
      }
      extra={<Steps kind={kind} listing={listing} />}
    >
      <div className="stack">
        {listing.reviewReason && listing.state !== 'published' && (
          <Alert showIcon type="warning" title={`审核意见：${listing.reviewReason}`} />
        )}
        <ListingFields listing={listing} />
        {!inside && listing.state === 'published' && <Intend kind={kind} listing={listing} />}
        {inside && listing.publishedRevision !== null && <Matches kind={kind} id={listing.id} own={own} />}
        {inside && <History kind={kind} id={listing.id} />}
      </div>
    </Page>
  );
}

export function ListingPage({ kind }: { kind: Kind }) {
  const { id = '' } = useParams();
  const listing = useCall(routesOf(kind).read, { params: { id } });
  return (
    <Load of={listing} page={kindName[kind]}>
      {(data) => <Shown key={kindName[kind] + data.id} kind={kind} listing={data} />}
    </Load>
  );
}

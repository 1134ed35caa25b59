import { Alert, Card, Col, Row, Statistic } from 'antd';
import { Link, Navigate } from 'react-router';
import { type Endpoint, listApplications, listEngagements, listingRoutes } from '#contracts';
import { useCall, useMay, useMe } from '../hooks';
import { Nothing, Page } from '../parts';

const many = 200;

function Count({
  title,
  to,
  endpoint,
  query,
}: {
  title: string;
  to: string;
  endpoint: Endpoint;
  query: Record<string, unknown>;
}) {
  const { data, isPending } = useCall(endpoint, { query: { ...query, limit: many } });
  const answer = data as { items: unknown[]; next: string | null } | undefined;
  const shown = answer ? (answer.next ? `${many}+` : answer.items.length) : '—';
  return (
    <Col xs={12} lg={6}>
      <Link to={to}>
        <Card hoverable>
          <Statistic title={title} value={shown} loading={isPending} />
        </Card>
      </Link>
    </Col>
  );
}

export function Home() {
  const me = useMe().data;
  const may = useMay();
  const suspended = me?.organisation && me.organisation.state !== 'approved';
  const kinds = [
    { name: '场景', path: '/scenarios', endpoint: listingRoutes.scenario.list },
    { name: '能力', path: '/capabilities', endpoint: listingRoutes.capability.list },
    { name: '难题', path: '/technology-needs', endpoint: listingRoutes['technology-need'].list },
    { name: '成果', path: '/technology-results', endpoint: listingRoutes['technology-result'].list },
  ];
  const own = me?.organisation && may('listing.create');
  // Who works nowhere has one thing to do here.
  if (me && !me.organisation && may('application.create')) return <Navigate to="/application" replace />;
  return (
    <Page title="工作台">
      {suspended && (
        <Alert
          showIcon
          type="warning"
          style={{ marginBottom: 16 }}
          title="本单位已停用，恢复前不能填报和对接；有疑问请联系协调部门。"
          description={me?.organisation?.reason && `停用理由：${me.organisation.reason}`}
        />
      )}
      {me?.body?.suspended != null && (
        <Alert
          showIcon
          type="warning"
          style={{ marginBottom: 16 }}
          title="本部门已停用，恢复前不能办理；有疑问请联系市级协调部门。"
          description={`停用理由：${me.body.suspended}`}
        />
      )}
      <Row gutter={[16, 16]}>
        {may('listing.approve') &&
          kinds.map((kind) => (
            <Count
              key={`review${kind.path}`}
              title={`待审核${kind.name}`}
              to={`${kind.path}?state=submitted`}
              endpoint={kind.endpoint}
              query={{ state: 'submitted' }}
            />
          ))}
        {may('application.approve') && (
          <Count
            title="待审核认领申请"
            to="/applications?state=submitted"
            endpoint={listApplications}
            query={{ state: 'submitted' }}
          />
        )}
        {may('claim.verify') && (
          <Count
            title="待核实申报"
            to="/engagements?claimState=confirmed"
            endpoint={listEngagements}
            query={{ claimState: 'confirmed' }}
          />
        )}
        {own &&
          kinds.map((kind) => (
            <Count
              key={`back${kind.path}`}
              title={`退回修改的${kind.name}`}
              to={`${kind.path}?state=changes_requested`}
              endpoint={kind.endpoint}
              query={{ state: 'changes_requested', mine: true }}
            />
          ))}
        {own && may('claim.confirm') && (
          <Count
            title="待确认的对接申报"
            to="/engagements?toConfirm=true"
            endpoint={listEngagements}
            query={{ toConfirm: 'true' }}
          />
        )}
        {may('engagement.list') && (
          <Count
            title="进行中的对接"
            to="/engagements"
            endpoint={listEngagements}
            query={{ state: 'open' }}
          />
        )}
        {may('listing.list') &&
          kinds.map((kind) => (
            <Count
              key={kind.path}
              title={`已发布${kind.name}`}
              to={`${kind.path}?state=published`}
              endpoint={kind.endpoint}
              query={{ state: 'published' }}
            />
          ))}
      </Row>
      {!may('listing.list') && !suspended && <Nothing text="暂无需要办理的事项" />}
    </Page>
  );
}

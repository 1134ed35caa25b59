import { Card, Progress } from 'antd';
import { Link } from 'react-router';
import {
  type Endpoint,
  kindCodes,
  listEngagements,
  listingRoutes,
  type MeView,
  readFigures,
} from '#contracts';
import { useCall, useMay } from '../../client/queries';
import { Load } from '../../ui/page';
import { thisYear } from '../../ui/time';
import { base, kindName } from '../markets/kinds';

const most = 200;

function Count({
  name,
  to,
  endpoint,
  query,
}: {
  name: string;
  to: string;
  endpoint: Endpoint;
  query: Record<string, unknown>;
}) {
  const { data } = useCall(endpoint, { query: { ...query, limit: most } } as never);
  const answer = data as { items: unknown[]; next: string | null } | undefined;
  return (
    <div className="line number">
      <dt>
        <Link to={to}>{name}</Link>
      </dt>
      <dd>{answer === undefined ? '…' : answer.next ? `${most}+` : answer.items.length}</dd>
    </div>
  );
}

/** The pairs of this year by level; the number at a level includes those that reached a higher one. */
function Ladder() {
  const figures = useCall(readFigures, { query: { period: thisYear(), by: 'market' } });
  return (
    <Card size="small">
      <div className="duties-head">
        <h2>{thisYear()}年对接成效</h2>
        <Link to="/statistics" aria-label="对接成效明细">
          明细
        </Link>
      </div>
      <Load of={figures}>
        {({ measures, total, items, scope }) => {
          const rungs = measures.filter(({ code }) => /^reached\d$/.test(code));
          const value = (code: string) => Number(total[code] ?? 0);
          const top = Math.max(1, ...rungs.map(({ code }) => value(code)));
          return (
            <>
              {rungs.map(({ code, name }) => (
                <div key={code} className="rung">
                  <span>{name}</span>
                  <Progress
                    showInfo={false}
                    status="normal"
                    percent={(value(code) / top) * 100}
                    aria-label={name}
                  />
                  <span className="points">{value(code)}</span>
                </div>
              ))}
              <div className="quiet">{scope.name}经核实的对数，逐级包含，各层级不相加。</div>
              {items
                .filter(({ key, values }) => key !== 'software' && Number(values['reached2']) > 0)
                .map(({ key, label, values }) => (
                  <div key={key} className="quiet">
                    <Link to={`/statistics?market=${key}`}>{label}</Link>另计，达到对接及以上{' '}
                    {values['reached2']} 对，不与上列相加。
                  </div>
                ))}
            </>
          );
        }}
      </Load>
    </Card>
  );
}

export function Overview({ me }: { me: MeView }) {
  const may = useMay();
  const own = me.organisation ? { mine: true } : {};
  const mine = me.organisation ? '&mine=true' : '';
  const whose = me.organisation ? '本单位' : '';
  return (
    <div className="stack">
      {may('statistics.read') && <Ladder />}
      {(may('listing.list') || may('engagement.list')) && (
        <Card size="small">
          <h2 className="side-head">概况</h2>
          <dl className="lines">
            {may('engagement.list') && (
              <Count
                name="进行中的对接"
                to="/engagements?state=open"
                endpoint={listEngagements}
                query={{ state: 'open' }}
              />
            )}
            {may('listing.list') &&
              kindCodes.map((kind) => (
                <Count
                  key={kind}
                  name={`${whose}已发布的${kindName[kind]}`}
                  to={`${base[kind]}?state=published${mine}`}
                  endpoint={listingRoutes[kind].list}
                  query={{ state: 'published', ...own }}
                />
              ))}
          </dl>
        </Card>
      )}
    </div>
  );
}

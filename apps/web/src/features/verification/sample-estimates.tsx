import { Alert } from 'antd';
import { Link } from 'react-router';
import { listSamples, type MarketCode } from '#contracts';
import { useCall, useMay } from '../../client/queries';
import { estimateText } from './sample';

/** What the second looks of a period say of its figures; it stands beside them and changes them in nothing. */
export function SampleEstimates({
  market,
  period,
  area,
}: {
  market: MarketCode;
  period: string | null | undefined;
  area: string | null;
}) {
  const may = useMay()('sample.read');
  const { data } = useCall(
    listSamples,
    { query: { market, period: period ?? '', limit: 20 } },
    may && !!period,
  );
  const own = (data?.items ?? []).filter((sample) => sample.area === area);
  return own.map((sample) => (
    <Alert
      key={sample.id}
      type="info"
      showIcon
      title={
        <>
          复核清单 <Link to={`/samples/${sample.id}`}>{sample.number}</Link>：{estimateText(sample)}
        </>
      }
    />
  ));
}

import { Alert } from 'antd';
import type { Explanation } from '#contracts';

/** That a list had to do without a server that would have helped it. */
export function AidsAway({ of }: { of: Explanation['aids'] }) {
  return (
    <>
      {of.meaning === 'away' && (
        <Alert showIcon type="info" title="语义比对暂不可用，名次未计语义相近程度。" />
      )}
      {of.reranked === 'away' && (
        <Alert showIcon type="info" title="重排服务暂不可用，名次未经重排模型调整。" />
      )}
    </>
  );
}

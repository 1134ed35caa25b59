import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type JobView, readImport, readJob, watchJob } from '#contracts';
import { address } from './api';
import { useCall } from './queries';

export const ended = ['completed', 'failed', 'cancelled'];

/**
 * A job, kept up to date by the events of the server; where these fail, the job is read again every two seconds.
 */
export function useJob(id: string): JobView | undefined {
  const client = useQueryClient();
  const [told, setTold] = useState<JobView>();
  const asked = useCall(readJob, { params: { id } });
  useEffect(() => {
    const source = new EventSource(address(watchJob, { id }));
    source.addEventListener('progress', ({ data }) => {
      const job = JSON.parse(data) as JobView;
      setTold(job);
      if (!ended.includes(job.state)) return;
      source.close();
      void client.invalidateQueries({ queryKey: [readImport.path] });
    });
    source.onerror = () => {
      source.close();
      setTimeout(() => void client.invalidateQueries(), 2000);
    };
    return () => source.close();
  }, [id, client]);
  return told ?? asked.data;
}

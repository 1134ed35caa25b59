import { dayOf } from '#kernel';

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
type Body = any;
type Send = (method: string, path: string, body?: unknown, version?: number) => Promise<Body>;

const steps = ['draft', 'said', 'assessed', 'open', 'accepted', 'published'] as const;
/** `said`: it has assessed itself. `open`: to objections. */
export type Reviewed = (typeof steps)[number];

const reviewedArea = '410105';
export const marked = { marks: [{ measure: 'reached2', points: '100', reason: '以台账为准' }], reason: '无' };

/** A scheme of one indicator, by rank. */
export const rankScheme = {
  name: '评比办法',
  units: 'area',
  indicators: [{ measure: 'reached2', direction: 'more', weight: '100', fullMark: { kind: 'rank' } }],
};

/** @returns the body of a draft: of one area, over a period that is frozen */
async function draftReview(send: Send, period: string): Promise<Body> {
  const scheme = await send('POST', '/schemes', rankScheme);
  const { id } = await send('POST', `/schemes/${scheme.id}/adopt`, {}, scheme.revision);
  return { name: '年度评比', scheme: id, period, units: [reviewedArea] };
}

/** A review on its way, each step taken by who may write down all of them. @returns it as it then stands */
export async function reviewAt(send: Send, period: string, step: Reviewed): Promise<Body> {
  const today = dayOf(new Date());
  const created = await send('POST', '/reviews', await draftReview(send, period));
  const path = `/reviews/${created.id}`;
  const unit = `${path}/units/${reviewedArea}`;
  const read = () => send('GET', path);
  const ofUnit = async () => (await read()).own[0].revision;
  const advance = async (to: string, due: string | null) =>
    send('POST', `${path}/advance`, { to, due }, (await read()).revision);
  const taken: Record<Reviewed, () => Promise<unknown>> = {
    draft: async () => undefined,
    said: async () => {
      await advance('self_assessment', today);
      await send('PUT', `${unit}/self`, { overall: '100', submit: true }, await ofUnit());
    },
    assessed: async () => {
      await advance('assessment', null);
      await send('PUT', `${unit}/assessment`, marked, await ofUnit());
    },
    open: () => advance('objections', today),
    accepted: () => send('POST', `${unit}/acceptance`),
    published: async () => send('POST', `${path}/publish`, {}, (await read()).revision),
  };
  for (const one of steps.slice(0, steps.indexOf(step) + 1)) await taken[one]();
  return { ...(await read()), path, unit };
}

import { type Body, type Year } from './world.js';

// Today, whatever the year of the figures: reviews have their days by the clock.
export const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
export const soon = new Date(Date.now() + 9 * 24 * 3600_000).toISOString().slice(0, 10);

export const unit = (review: Body, key: string) => review.own.find((one: Body) => one.key === key);
export const marks = (reached2: string, contractAmount: string, why: [string, string] = ['', '']) => [
  { measure: 'reached2', points: reached2, reason: why[0] },
  { measure: 'contractAmount', points: contractAmount, reason: why[1] },
];

/** What a unit says of itself in a review, or is given by the body that coordinates. */
interface Share {
  readonly id: string;
  readonly key: string;
  readonly what: 'self' | 'assessment';
}

/** The steps of reviews over HTTP. */
export function stepsIn(begun: () => Year) {
  const as = (login: string) => begun().as(login);
  const adopted = async (content: unknown) => {
    const draft = await as('city').post('/schemes', content);
    const { body } = await as('city').post(`/schemes/${draft.body.id}/adopt`, {}, draft.body.revision);
    expect(body.state).toBe('adopted');
    return body.id;
  };
  const read = async (login: string, id: string): Promise<Body> =>
    (await as(login).get(`/reviews/${id}`)).body;
  const advance = async (id: string, to: string, due: string | null = null) => {
    const answer = await as('city').post(
      `/reviews/${id}/advance`,
      { to, due },
      (await read('city', id)).revision,
    );
    return answer.status === 200 ? answer.body.state : answer.body.code;
  };
  const put = async (login: string, { id, key, what }: Share, body: unknown) => {
    const { revision } = unit(await read(login, id), key);
    return as(login).put(`/reviews/${id}/units/${key}/${what}`, body, revision);
  };
  return { adopted, read, advance, put };
}

import { newId } from '#kernel';
import { auditedCalls } from '../../apps/api/src/http/audited.js';
import { password } from '../support/people.js';
import { callsOf } from './audited/by-hand.js';
import { checksOf } from './audited/checks.js';
import { jobsOf } from './audited/jobs.js';
import { assessedOf } from './audited/reviews.js';
import { AuditStage, type Body } from './audited/stage.js';

describe('what is audited', () => {
  const stage = new AuditStage();
  beforeAll(() => stage.begin());
  afterAll(() => stage.end());

  const all = { ...callsOf(stage), ...checksOf(stage), ...assessedOf(stage), ...jobsOf(stage) };

  it('has a request of each line in this suite', () => {
    expect(Object.keys(all).sort()).toEqual(
      auditedCalls.map(({ action, subject }) => `${action} ${subject}`).sort(),
    );
  });

  it.each(Object.entries(all))(
    'leaves one entry for %s, none when refused, and is not done where there can be none',
    async (what, [login, prepare]) => {
      const request = await prepare();
      const before = await stage.last();
      expect((await stage.send(stage.app.visitor(), request)).status).toBe(401);
      await stage.entries('ENABLE');
      const failed = await stage.send(stage.of(login), request).finally(() => stage.entries('DISABLE'));
      expect([failed.status, failed.body.code]).toEqual([500, 'server.unexpected']);
      expect(await stage.trail(before)).toEqual([]);
      // Asked again it finds all as it was.
      const answer = await stage.send(stage.of(login), request);
      expect(answer.body ?? {}).not.toMatchObject({ code: expect.any(String), type: expect.any(String) });
      expect(answer.status).toBeLessThan(300);
      const [action, subject] = what.split(' ');
      expect(await stage.trail(before)).toEqual([
        expect.objectContaining({
          action,
          subject: expect.stringMatching(new RegExp(`^${subject}:.+`)),
          actor_id: expect.any(String),
          actor_name: expect.stringMatching(/./),
          on_behalf:
            login === 'operator'
              ? null
              : expect.stringMatching(/^(city|area)/.test(login) ? /^body:/ : /^organisation:/),
          address: '127.0.0.1',
          request_id: answer.headers.get('x-request-id'),
          reason: typeof (request[2] as Body)?.reason === 'string' ? (request[2] as Body).reason : null,
        }),
      ]);
    },
  );

  it('leaves one entry of a request that is repeated by its key', async () => {
    const before = await stage.last();
    const ask = () =>
      stage.of('operator').post('/bodies', { name: '商务局', area: '410104' }, undefined, {
        'idempotency-key': 'body',
      });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    expect(await stage.trail(before)).toEqual([expect.objectContaining({ action: 'body.create' })]);
  });

  it('leaves an entry of a password that was not changed, and of nothing else that is refused by a rule', async () => {
    const before = await stage.last();
    const wrong = { current: 'wrong', next: `${password} once more` };
    expect((await stage.send(stage.of('supply'), ['PUT', '/me/password', wrong])).status).toBe(422);
    const { id, version } = await stage.edition();
    expect(
      (await stage.send(stage.of('city'), ['POST', `/editions/${id}/withdraw`, { reason: 'x' }, version]))
        .status,
    ).toBe(409);
    expect((await stage.send(stage.of('city'), ['POST', `/claims/${newId()}/verify`, {}, 1])).status).toBe(
      404,
    );
    expect((await stage.send(stage.of('demand'), ['POST', '/periods/2026-02/freeze', {}])).status).toBe(403);
    expect(await stage.trail(before)).toEqual([
      expect.objectContaining({
        action: 'person.refusePassword',
        subject: expect.stringMatching(/^person:.+/),
        on_behalf: expect.stringMatching(/^organisation:/),
      }),
    ]);
  });
});

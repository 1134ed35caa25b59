import { dayOf } from '#kernel';
import type { AuditStage, Calls } from './stage.js';

/** Second looks, flags and schemes. */
export function checksOf(at: AuditStage): Calls {
  const { of, done, verified, drawn, schemed } = at;
  return {
    'flag.rules flags': [
      'city',
      async () => {
        const { parameters } = await done(of('city'), 'GET', '/verification-flag-rules');
        return ['POST', '/verification-flag-rules', { parameters, reason: '照旧' }];
      },
    ],
    'flag.settle flag': [
      'city2',
      async () => {
        const [flag] = await at.suite.owner.query<{ id: string }>(
          `INSERT INTO claim_flags (id, claim_id, rule, evidence, parameters)
           VALUES (gen_random_uuid(), $1, 'noContract', '{}', '{}') RETURNING id`,
          [await verified()],
        );
        const body = { outcome: 'explained', reason: '已核' };
        return ['POST', `/verification-flags/${flag?.id}/settle`, body];
      },
    ],
    'sample.draw sample': [
      'city',
      async () => {
        await verified();
        return ['POST', '/verification-samples', { period: dayOf(new Date()).slice(0, 4) }];
      },
    ],
    'sample.check sample': [
      'city2',
      async () => {
        const { id, claimId } = await drawn();
        const body = { claimId, outcome: 'upheld', reason: '属实' };
        return ['POST', `/verification-samples/${id}/check`, body];
      },
    ],
    'scheme.adopt scheme': [
      'city',
      async () => {
        const { id, revision } = await schemed();
        return ['POST', `/schemes/${id}/adopt`, {}, revision];
      },
    ],
  };
}

import { eventually } from '../../support/app.js';
import { Engaged } from '../../support/engaged.js';
import { read } from '../../support/imports.js';
import type { AuditStage, Calls } from './stage.js';

/** Of these the things come from a worker: the last of the suite, since it takes up every job. */
export function jobsOf(at: AuditStage): Calls {
  const { of, done, worked, imported, committed, ownerOf } = at;
  return {
    'import.commit import': [
      'demand',
      async () => ['POST', `/imports/${(await imported('demand', {})).id}/commit`, {}],
    ],
    'export.importOutcome import': [
      'demand',
      async () => ['GET', `/imports/${await committed('demand')}/outcome.xlsx`],
    ],
    'import.submit import': ['demand', async () => ['POST', `/imports/${await committed('demand')}/submit`]],
    'import.undo import': [
      'demand',
      async () => ['POST', `/imports/${await committed('demand')}/undo`, { reason: '有误' }],
    ],
    'import.publish import': [
      'city',
      async () => {
        const organisationId = await ownerOf('demand');
        return ['POST', `/imports/${await committed('city', { organisationId })}/publish`];
      },
    ],
    'import.forgetHeader importHeader': [
      'city',
      async () => {
        const organisationId = await ownerOf('demand');
        const { id, version } = await imported('city', { organisationId }, '未曾见过的列');
        const mapping = [{ column: 2, field: 'technicalIndicators' }];
        await done(of('city'), 'PATCH', `/imports/${id}`, { mapping }, version);
        await read(of('city'), id);
        const { items } = await done(of('city'), 'GET', '/import-headers');
        return ['DELETE', `/import-headers/${items[0].id}`];
      },
    ],
    'period.amend period': [
      'city',
      async () => {
        await worked();
        await done(of('city'), 'POST', '/periods/2026-02/freeze', {});
        const people = new Engaged(at.suite);
        const now = new Date('2026-02-10T04:00:00Z');
        const [demand, supply] = [await people.organisation('user'), await people.organisation('firm')];
        const pair = await people.open(demand, supply, {}, now);
        await people.verified(pair, await people.coordinator(), { now });
        await eventually(
          () => of('city').get('/periods/2026-02'),
          ({ body }) => body.late.entries > 0,
        );
        return ['POST', '/periods/2026-02/amendments', { reason: '补录' }];
      },
    ],
    'export.paper paper': [
      'city',
      async () => {
        await worked();
        const body = { of: 'year', form: 'workbook', year: 2026 };
        const { job, paper } = await done(of('city'), 'POST', '/papers', body);
        await eventually(
          () => of('city').get(`/jobs/${job.id}`),
          (answer) => answer.body.state === 'completed',
        );
        return ['GET', `/papers/${paper}`];
      },
    ],
  };
}

import { password } from '../../support/people.js';
import type { AuditStage, Calls, Kind, Request } from './stage.js';

/** What people do by hand. */
export function callsOf(at: AuditStage): Calls {
  const { of, done, listed, submitted, engaged, confirmed, meeting, ofToday, edition, uploaded, job } = at;
  const reviews = (kind: Kind, subject: string): Record<string, [string, () => Promise<Request>]> => ({
    [`contact.read ${subject}`]: ['city', async () => ['GET', `/${kind}/${await listed(kind)}`]],
    ...Object.fromEntries(
      (
        [
          ['approve', 'approve'],
          ['requestChanges', 'request-changes'],
          ['reject', 'reject'],
        ] as const
      ).map(([action, path]) => [
        `listing.${action} ${subject}`,
        [
          'city',
          async (): Promise<Request> => {
            const { id, version } = await submitted(kind);
            return [
              'POST',
              `/${kind}/${id}/${path}`,
              action === 'approve' ? {} : { reason: '有误' },
              version,
            ];
          },
        ],
      ]),
    ),
    [`listing.withdraw ${subject}`]: [
      'city',
      async () => {
        const id = await listed(kind);
        const { version } = await done(of('city'), 'GET', `/${kind}/${id}`);
        return ['POST', `/${kind}/${id}/withdraw`, { reason: '有误' }, version];
      },
    ],
  });
  return {
    'person.changePassword person': [
      'demand',
      async () => ['PUT', '/me/password', { current: password, next: `${password} anew` }],
    ],
    'body.create body': ['operator', async () => ['POST', '/bodies', { name: '工信局', area: '410103' }]],
    'coordinator.add body': [
      'city',
      async () => {
        const { items } = await done(of('city'), 'GET', '/bodies');
        return ['POST', `/bodies/${items[0].id}/coordinators`, { login: 'new', name: '新人', password }];
      },
    ],
    'contact.read engagement': [
      'demand',
      async () => ['GET', `/engagements/${(await engaged()).id}/contact`],
    ],
    'export.statistics workbook': ['city', async () => ['GET', '/statistics/workbook.xlsx?year=2026']],
    'export.gaps workbook': ['city', async () => ['GET', '/match-gaps.xlsx']],
    'export.importErrors import': [
      'demand',
      async () => ['GET', `/imports/${(await uploaded()).id}/errors.xlsx`],
    ],
    ...reviews('scenarios', 'scenario'),
    ...reviews('capabilities', 'capability'),
    ...reviews('technology-needs', 'technology-need'),
    ...reviews('technology-results', 'technology-result'),
    'edition.publish edition': [
      'city',
      async () => {
        await listed('scenarios');
        const { id, version } = await edition();
        return ['POST', `/editions/${id}/publish`, {}, version];
      },
    ],
    'edition.schedule edition': [
      'city',
      async () => {
        const { id, version } = await edition();
        return ['POST', `/editions/${id}/schedule`, { at: '2099-01-01T00:00:00Z' }, version];
      },
    ],
    'edition.amend edition': [
      'city',
      async () => {
        const id = await listed('scenarios');
        const { number } = await done(of('city'), 'GET', `/scenarios/${id}`);
        const published = await edition('published');
        const body = { numbers: [number], reason: '有误' };
        return ['POST', `/editions/${published.id}/amend`, body, published.version];
      },
    ],
    'edition.withdraw edition': [
      'city',
      async () => {
        const { id, version } = await edition('published');
        return ['POST', `/editions/${id}/withdraw`, { reason: '有误' }, version];
      },
    ],
    'edition.delete edition': [
      'city',
      async () => {
        const { id, version } = await edition();
        return ['DELETE', `/editions/${id}`, undefined, version];
      },
    ],
    'claim.verify claim': [
      'city',
      async () => {
        const { id, version } = await confirmed();
        return ['POST', `/claims/${id}/verify`, {}, version];
      },
    ],
    'claim.reject claim': [
      'city',
      async () => {
        const { id, version } = await confirmed();
        return ['POST', `/claims/${id}/reject`, { reason: '有误' }, version];
      },
    ],
    'claim.reverse claim': [
      'city',
      async () => {
        const { id, version } = await confirmed();
        const verified = await done(of('city'), 'POST', `/claims/${id}/verify`, {}, version);
        return ['POST', `/claims/${id}/reverse`, { reason: '有误' }, verified.version];
      },
    ],
    'claim.dispute claim': [
      'demand',
      async () => {
        const { id, version } = await confirmed();
        return ['POST', `/claims/${id}/dispute`, { reason: '有误' }, version];
      },
    ],
    'meeting.create meeting': ['city', async () => ['POST', '/meetings', ofToday()]],
    'meeting.edit meeting': [
      'city',
      async () => {
        const { path, version } = await meeting();
        return ['PUT', path, { ...ofToday(), title: '改名' }, version];
      },
    ],
    'meeting.invite meeting': [
      'city',
      async () => {
        const { path, numbers } = await meeting();
        return ['POST', `${path}/listings`, { numbers }];
      },
    ],
    'meeting.leaveOut meeting': [
      'city',
      async () => {
        const { path, demandListingId } = await meeting();
        return ['DELETE', `${path}/listings/${demandListingId}`];
      },
    ],
    'meeting.move meeting': [
      'city',
      async () => {
        const { path, version } = await meeting();
        return ['POST', `${path}/move`, { to: 'cancelled', reason: '改期' }, version];
      },
    ],
    'meeting.checkIn meeting': [
      'city',
      async () => {
        const { path, listings } = await meeting('announced');
        return ['POST', `${path}/check-ins`, { organisationId: listings[0].organisationId }];
      },
    ],
    'meeting.attend meeting': [
      'supply',
      async () => {
        const { path, checkInCode } = await meeting('announced');
        return ['POST', `${path}/attend`, { code: checkInCode }];
      },
    ],
    'meeting.removeCheckIn meeting': [
      'city',
      async () => {
        const { path, listings } = await meeting('held');
        return ['POST', `${path}/check-ins/${listings[0].organisationId}/remove`, { reason: '有误' }];
      },
    ],
    'meeting.pair meeting': [
      'city',
      async () => {
        const { path, demandListingId, supplyListingId } = await meeting('held');
        return ['POST', `${path}/pairs`, { demandListingId, supplyListingId }];
      },
    ],
    'period.freeze period': ['city', async () => ['POST', '/periods/2026-01/freeze', {}]],
    'match.run run': ['city', async () => ['POST', '/match-runs', {}]],
    'match.cancelRun run': [
      'city',
      async () => {
        const { items } = await done(of('city'), 'GET', '/match-runs');
        const id = items[0]?.id ?? (await done(of('city'), 'POST', '/match-runs', {})).run.id;
        return ['POST', `/match-runs/${id}/cancel`, {}];
      },
    ],
    'job.retry job': ['operator', async () => ['POST', `/jobs/${await job('failed')}/retry`, {}]],
    'job.cancel job': ['city', async () => ['POST', `/jobs/${await job('waiting')}/cancel`, {}]],
  };
}

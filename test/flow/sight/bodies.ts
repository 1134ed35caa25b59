import { newId } from '#kernel';

const reason = { reason: '示例' };
const profile = { name: '示例单位', area: '410105' };
/** Bodies that pass the check of form, so that it is the thing that decides; `{}` where a route is not named. */
export const bodies: Readonly<Record<string, unknown>> = {
  'PUT /scenarios/{id}': { content: { title: '示例', needs: '示例' } },
  'PUT /capabilities/{id}': { content: { product: '示例', functions: '示例' } },
  'PUT /technology-needs/{id}': { content: { title: '示例', needs: '示例' } },
  'PUT /technology-results/{id}': { content: { title: '示例', introduction: '示例' } },
  'PATCH /editions/{id}': { title: '示例' },
  'POST /editions/{id}/schedule': { at: null },
  'POST /editions/{id}/amend': { numbers: ['CJ-2026-000001'], ...reason },
  'POST /engagements/{id}/claims': { level: 2 },
  'PATCH /imports/{id}': { mapping: [] },
  'POST /imports/{id}/decide': { question: 'title_twice', decision: null },
  'POST /imports/{id}/undo': reason,
  'PUT /meetings/{id}': {
    title: '示例',
    day: '2026-09-18',
    starts: '09:00',
    ends: '11:30',
    place: '示例',
  },
  'POST /meetings/{id}/listings': { numbers: ['CJ-2026-000001'] },
  'POST /meetings/{id}/move': { to: 'cancelled', ...reason },
  'POST /meetings/{id}/check-ins': { organisationId: '00000000-0000-4000-8000-000000000001' },
  'POST /meetings/{id}/attend': { code: 'ABCD2345' },
  'POST /meetings/{id}/check-ins/{organisationId}/remove': reason,
  'POST /meetings/{id}/pairs': {
    demandListingId: '00000000-0000-4000-8000-000000000001',
    supplyListingId: '00000000-0000-4000-8000-000000000002',
  },
  'PUT /organisations/{id}': { address: '示例' },
  'POST /organisations/{id}/changes': { proposed: { name: '示例单位' }, ...reason },
  'PATCH /organisations/{id}/members/{personId}': { role: 'viewer' },
  'POST /organisations/{id}/invitations': { role: 'viewer' },
  'PUT /reviews/{id}': { name: '示例', scheme: newId(), period: '2025', units: ['410105'] },
  'POST /reviews/{id}/advance': { to: 'assessment' },
  'PUT /reviews/{id}/units/{unit}/assessment': { marks: [{ measure: 'reached2', points: '1' }] },
  'POST /reviews/{id}/units/{unit}/objections': { statement: '示例' },
  'POST /reviews/{id}/corrections': reason,
  'PUT /applications/{id}': { uscc: '91410100MA0000001X', kinds: ['user'], profile },
  ...Object.fromEntries(
    [
      ...['scenarios', 'capabilities', 'technology-needs', 'technology-results'].flatMap((path) =>
        ['request-changes', 'reject', 'withdraw'].map((step) => `${path}/{id}/${step}`),
      ),
      'editions/{id}/withdraw',
      'engagements/{id}/decline',
      ...['decline', 'withdraw', 'dispute', 'reject', 'reverse'].map((step) => `claims/{id}/${step}`),
      'match-decisions/{id}/end',
      'organisations/{id}/suspend',
      'organisations/{id}/restore',
      'organisation-changes/{id}/reject',
      'applications/{id}/reject',
    ].map((path) => [`POST /${path}`, reason]),
  ),
};

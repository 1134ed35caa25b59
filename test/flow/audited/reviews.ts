import { marked } from '../../support/reviewed.js';
import type { AuditStage, Calls } from './stage.js';

/** Of reviews: the city writes down what a unit says, but for an objection, which a second person decides. */
export function assessedOf(at: AuditStage): Calls {
  const { of, done, review } = at;
  const objection = { statement: '另有一对签到在册' };
  return {
    'review.delete review': ['city', async () => ['DELETE', (await review('draft')).path]],
    'review.advance review': [
      'city',
      async () => {
        const { path, revision } = await review('draft');
        return ['POST', `${path}/advance`, { to: 'self_assessment', due: '2099-01-01' }, revision];
      },
    ],
    'review.selfAssess review': [
      'area',
      async () => {
        const { path, unit, revision } = await review('draft');
        const due = { to: 'self_assessment', due: '2099-01-01' };
        const { own } = await done(of('city'), 'POST', `${path}/advance`, due, revision);
        return ['PUT', `${unit}/self`, { overall: '100', submit: true }, own[0].revision];
      },
    ],
    'review.assess review': [
      'city',
      async () => {
        const { unit, own } = await review('assessed');
        return ['PUT', `${unit}/assessment`, marked, own[0].revision];
      },
    ],
    'review.object review': [
      'area',
      async () => ['POST', `${(await review('open')).unit}/objections`, objection],
    ],
    'review.accept review': ['area', async () => ['POST', `${(await review('open')).unit}/acceptance`]],
    'review.decide objection': [
      'city2',
      async () => {
        const { unit } = await review('open');
        const { own } = await done(of('area'), 'POST', `${unit}/objections`, objection);
        const decision = { outcome: 'rejected', answer: '签到表中没有' };
        return ['POST', `/review-objections/${own[0].objections[0].id}/decision`, decision];
      },
    ],
    'review.publish review': [
      'city',
      async () => {
        const { path, revision } = await review('accepted');
        return ['POST', `${path}/publish`, {}, revision];
      },
    ],
    'review.correct review': [
      'city',
      async () => ['POST', `${(await review('published')).path}/corrections`, { reason: '有误' }],
    ],
  };
}

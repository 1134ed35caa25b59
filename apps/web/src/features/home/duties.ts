import {
  type AnswerOf,
  type Endpoint,
  type EngagementView,
  kindCodes,
  listApplications,
  listChanges,
  listDisputes,
  listEngagements,
  listFlags,
  listFollowers,
  listImports,
  listJobs,
  listSamples,
  type MeView,
} from '#contracts';
import { when } from '../../ui/time';
import { levels } from '../engagements/claim-words';
import { type Listing, routesOf, titleOf } from '../listings/listings';
import { base, kindName } from '../markets/kinds';
import { jobName } from '../operations/system-words';

/** One thing that waits for the reader: what it is, whose, until or since when, and where it is done. */
export interface Task {
  readonly to: string;
  readonly title: string;
  readonly about: string;
  readonly time: string;
}
/** A kind of things that wait, read by the list that also shows them all. */
export interface Duty {
  readonly name: string;
  readonly all: string;
  readonly endpoint: Endpoint;
  readonly query: Record<string, unknown>;
  readonly tasks: (answer: unknown) => readonly Task[];
  /** There are more than were read. */
  readonly more: (answer: unknown) => boolean;
}
type May = (action: string) => boolean;

/** So many are read of each kind: a person who has more waiting goes to the list. */
const readAtOnce = 50;

function duty<E extends Endpoint>(
  { name, all }: Pick<Duty, 'name' | 'all'>,
  endpoint: E,
  query: Record<string, unknown>,
  tasks: (answer: AnswerOf<E>) => readonly Task[],
): Duty {
  return {
    name,
    all,
    endpoint,
    query: { limit: readAtOnce, ...query },
    tasks: (answer) => tasks(answer as AnswerOf<E>),
    more: (answer) => (answer as { next?: string | null }).next != null,
  };
}

const kinds = kindCodes.map((kind) => ({
  name: kindName[kind],
  path: base[kind],
  list: routesOf(kind).list,
}));
const listings = (name: string, state: string, own: boolean) =>
  kinds.map((kind) =>
    duty(
      { name: `${name}的${kind.name}`, all: `${kind.path}?state=${state}${own ? '&mine=true' : ''}` },
      kind.list,
      { state, ...(own ? { mine: true } : {}) },
      ({ items }) =>
        (items as readonly Listing[]).map((one) => ({
          to: `${kind.path}/${one.id}`,
          title: titleOf(one),
          about: own ? (one.reviewReason ?? '') : one.organisation.name,
          time: when(one.updatedAt),
        })),
    ),
  );

const engagement = (of: EngagementView, time: string): Task => ({
  to: `/engagements/${of.id}`,
  title: `${of.demandListing.title}（${of.demand.name}）`,
  about: `${of.number}　${of.supplyListing.title}（${of.supply.name}）`,
  time,
});

function ofCoordinators(may: May): Duty[] {
  const found: Duty[] = [];
  if (may('listing.approve')) found.push(...listings('待审核', 'submitted', false));
  if (may('application.approve'))
    found.push(
      duty(
        { name: '待审核的认领申请', all: '/applications?state=submitted' },
        listApplications,
        { state: 'submitted' },
        ({ items }) =>
          items.map((one) => ({
            to: `/applications/${one.id}`,
            title: one.profile.name,
            about: one.person.name,
            time: when(one.submittedAt),
          })),
      ),
    );
  if (may('change.decide'))
    found.push(
      duty(
        { name: '待审核的单位变更', all: '/organisation-changes' },
        listChanges,
        { state: 'submitted' },
        ({ items }) =>
          items.map((one) => ({
            to: `/organisation-changes/${one.id}`,
            title: one.organisation.name,
            about: one.reason,
            time: when(one.proposedAt),
          })),
      ),
    );
  if (may('claim.verify'))
    found.push(
      duty(
        { name: '待核实的申报', all: '/engagements?claimState=confirmed' },
        listEngagements,
        { claimState: 'confirmed' },
        ({ items }) =>
          items.flatMap((of) =>
            of.claims
              .filter(({ state }) => state === 'confirmed')
              .map((claim) => ({
                ...engagement(of, when(claim.confirmedAt)),
                title: `${levels[claim.level]}：${of.demandListing.title}（${of.demand.name}）`,
              })),
          ),
      ),
    );
  if (may('flag.read'))
    found.push(
      duty({ name: '待核查的疑点', all: '/flags' }, listFlags, { open: 'true' }, ({ items }) =>
        items.map((one) => ({
          to: '/flags',
          title: `${one.demandTitle}（${one.demandName}）`,
          about: `${one.number}　${one.supplyTitle}（${one.supplyName}）`,
          time: when(one.raisedAt),
        })),
      ),
    );
  if (may('sample.read'))
    found.push(
      duty({ name: '未复核完的清单', all: '/samples' }, listSamples, {}, ({ items }) =>
        items
          .map((one) => ({ one, left: one.counts.population - one.counts.rest - one.checked }))
          .filter(({ left }) => left > 0)
          .map(({ one, left }) => ({
            to: `/samples/${one.id}`,
            title: one.number,
            about: `还有 ${left} 项待复核`,
            time: when(one.drawnAt),
          })),
      ),
    );
  return found;
}

function ofOrganisations(may: May, me: MeView): Duty[] {
  const own = me.organisation?.id;
  if (!own) return [];
  const found: Duty[] = [];
  if (may('claim.confirm'))
    found.push(
      duty(
        { name: '待确认的对接申报', all: '/engagements?toConfirm=true' },
        listEngagements,
        { toConfirm: 'true' },
        ({ items }) =>
          items.map((of) => {
            const due = of.claims.find(({ yoursToConfirm }) => yoursToConfirm)?.dueOn;
            return engagement(of, due ? `${due} 前确认` : when(of.updatedAt));
          }),
      ),
    );
  if (may('engagement.open'))
    found.push(
      duty(
        { name: '待回应的对接意向', all: '/engagements?state=open' },
        listEngagements,
        { state: 'open' },
        ({ items }) =>
          items
            .filter((of) => (of.demand.organisationId === own ? !of.intent.demand : !of.intent.supply))
            .map((of) => engagement(of, when(of.createdAt))),
      ),
    );
  if (may('listing.create'))
    found.push(...listings('退回修改', 'changes_requested', true), ...listings('草稿中', 'draft', true));
  return found;
}

function ofOperators(may: May): Duty[] {
  const found: Duty[] = [];
  if (may('job.list'))
    found.push(
      duty({ name: '失败的后台任务', all: '/jobs' }, listJobs, { state: 'failed' }, ({ items }) =>
        items.map((one) => ({
          to: '/jobs',
          title: jobName(one.name),
          about: one.error ?? '',
          time: when(one.createdAt),
        })),
      ),
    );
  if (may('follower.list'))
    found.push({
      ...duty({ name: '处理不了的事实', all: '/followers' }, listFollowers, {}, ({ held }) =>
        held.map((one) => ({
          to: '/followers',
          title: one.reason,
          about: one.subject,
          time: when(one.occurredAt),
        })),
      ),
      query: {},
    });
  return found;
}

const open: readonly string[] = ['header', 'previewed', 'stopped'];

/** What may wait for the person, by what the person may do. */
export function dutiesOf(may: May, me: MeView): readonly Duty[] {
  const shared: Duty[] = [];
  if (may('dispute.list'))
    shared.push(
      duty({ name: '待处理的异议', all: '/disputes' }, listDisputes, { open: 'true' }, ({ items }) =>
        items.map((one) => ({
          to: `/engagements/${one.engagementId}`,
          title: `${levels[one.level]}：${one.demandTitle}（${one.demandName}）`,
          about: one.reason,
          time: when(one.raisedAt),
        })),
      ),
    );
  if (may('import.list'))
    shared.push(
      duty({ name: '未完成的导入', all: '/imports' }, listImports, {}, ({ items }) =>
        items
          .filter(({ state }) => open.includes(state))
          .map((one) => ({
            to: `/imports/${one.id}`,
            title: one.fileName,
            about:
              one.state === 'header'
                ? '待指定表头'
                : `内容 ${one.total} 行，待确认 ${one.questions}，有错误 ${one.refused}`,
            time: when(one.createdAt),
          })),
      ),
    );
  return [...ofCoordinators(may), ...ofOrganisations(may, me), ...shared, ...ofOperators(may)];
}

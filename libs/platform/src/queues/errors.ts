import { DomainError } from '#kernel';

export class JobUnderWay extends DomainError {
  readonly code = 'job.under_way';
  readonly status = 409;

  constructor(state: string) {
    super(state === 'active' ? '任务正在执行，不能撤销' : '任务已结束，不能撤销', { state });
  }
}

export class JobScheduled extends DomainError {
  readonly code = 'job.scheduled';
  readonly status = 409;

  constructor() {
    super('这是按计划定时执行的任务，不能单独撤销');
  }
}

/** The queues did not answer in time: whoever asked is told when to come again. */
export class QueuesAway extends DomainError {
  readonly code = 'queue.away';
  readonly status = 503;

  constructor() {
    super('后台任务队列暂时无法访问，请稍后再试', { retryAfterSeconds: 5 });
  }
}

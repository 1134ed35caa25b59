import { DomainError } from '#kernel';

export class NoRoom extends DomainError {
  readonly code = 'server.disk_full';
  readonly status = 507;

  constructor() {
    super('服务器存储空间不足，内容没有保存；请联系管理员');
  }
}

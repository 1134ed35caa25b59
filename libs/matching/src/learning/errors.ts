import { DomainError } from '#kernel';

export class NothingToRevertTo extends DomainError {
  readonly code = 'match.nothing_to_revert_to';
  readonly status = 409;

  constructor(active: number) {
    super(`启用中的是第 ${active} 版，没有可以恢复的其他版本`, { active });
  }
}

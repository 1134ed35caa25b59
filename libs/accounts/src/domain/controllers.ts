import { DomainError } from '#kernel';

export class ControlsItself extends DomainError {
  readonly code = 'organisation.controls_itself';
  readonly status = 409;

  constructor() {
    super('单位不能登记为自己的控制人');
  }
}

import { Controller } from '@nestjs/common';
import { actorOf, CoordinatorService, type Principal } from '#accounts';
import { type InputOf, listCoordinators, removeCoordinator } from '#contracts';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class CoordinatorsController {
  constructor(private readonly coordinators: CoordinatorService) {}

  @Endpoint(listCoordinators)
  async list(@Input() { params }: InputOf<typeof listCoordinators>) {
    return { items: await this.coordinators.list(params.id) };
  }

  @Endpoint(removeCoordinator)
  remove(@Input() { params, body }: InputOf<typeof removeCoordinator>, @Caller() caller: Principal) {
    return this.coordinators.remove({
      bodyId: params.id,
      personId: params.personId,
      actor: actorOf(caller),
      reason: body.reason,
    });
  }
}

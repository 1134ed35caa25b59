import { Controller } from '@nestjs/common';
import {
  actorOf,
  authorise,
  ControllerService,
  checkedCreditCode,
  OrganisationService,
  type Principal,
} from '#accounts';
import { type Action, type InputOf, readControllers, setController } from '#contracts';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

/** Who controls whom. A company that is not on the platform is in no area: the city's alone to decide. */
@Controller()
export class ControllersController {
  constructor(
    private readonly controllers: ControllerService,
    private readonly organisations: OrganisationService,
  ) {}

  @Endpoint(readControllers)
  async read(@Input() { params }: InputOf<typeof readControllers>, @Caller() caller: Principal) {
    return this.controllers.chain(await this.reached(caller, 'controller.read', params.uscc));
  }

  @Endpoint(setController)
  async set(@Input() { params, body }: InputOf<typeof setController>, @Caller() caller: Principal) {
    const uscc = await this.reached(caller, 'controller.set', params.uscc);
    return this.controllers.set({ ...body, uscc, actor: actorOf(caller) });
  }

  private async reached(caller: Principal, action: Action, raw: string): Promise<string> {
    const uscc = checkedCreditCode(raw, '/path/uscc');
    const organisation = await this.organisations.findByUscc(uscc);
    authorise(caller, action, {
      organisationIds: [organisation?.id ?? null],
      area: organisation?.area ?? null,
    });
    return uscc;
  }
}

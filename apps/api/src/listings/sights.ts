import { Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import { EngagementService } from '#engagements';
import { type Sight, sightOf } from '#listings';

/** Who asks, as the visibility rule of listings wants to know it: joined from accounts and engagements. */
@Injectable()
export class Sights {
  constructor(private readonly engagements: EngagementService) {}

  async of(caller: Principal): Promise<Sight> {
    return sightOf(caller, await this.engagements.invitationsOf(caller));
  }
}

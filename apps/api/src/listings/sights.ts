import { Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import { EngagementService } from '#engagements';
import { type Sight, sightOf } from '#listings';

/**
 * Reads from accounts and engagements what the visibility rule of listings has to know of the person who asks.
 */
@Injectable()
export class Sights {
  constructor(private readonly engagements: EngagementService) {}

  async of(caller: Principal): Promise<Sight> {
    return sightOf(caller, await this.engagements.invitationsOf(caller));
  }
}

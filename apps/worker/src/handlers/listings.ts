import { Injectable } from '@nestjs/common';
import { expireListings } from '#contracts';
import { ListingService } from '#listings';
import { HandlesJob } from '#platform';

@Injectable()
export class ListingHandlers {
  constructor(private readonly listings: ListingService) {}

  @HandlesJob(expireListings)
  async expire() {
    return { expired: await this.listings.expire() };
  }
}

import { Injectable } from '@nestjs/common';
import { publishDueEditions } from '#contracts';
import { HandlesJob } from '#platform';
import { EditionService } from '#publication';

@Injectable()
export class PublicationHandlers {
  constructor(private readonly editions: EditionService) {}

  @HandlesJob(publishDueEditions)
  publishDue() {
    return this.editions.publishDue();
  }
}

import { Injectable } from '@nestjs/common';
import { EngagementService } from '#engagements';
import { ImportTouched } from '#listings';
import { EditionReader } from '#publication';

/** Finds out whether listings of an import are used by engagements or editions already. */
@Injectable()
export class ImportUses {
  constructor(
    private readonly engagements: EngagementService,
    private readonly editions: EditionReader,
  ) {}

  /** @throws ImportTouched where a listing is engaged, or stands in an edition. */
  async refuseUsed(listingIds: readonly string[]): Promise<void> {
    const engaged = await this.engagements.amongListings(listingIds);
    const listed = await this.editions.amongListings(listingIds);
    const used = [...new Set([...engaged, ...listed])];
    if (used.length > 0) throw new ImportTouched(used.sort(), used.length);
  }
}

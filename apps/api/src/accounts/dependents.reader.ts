import { Injectable } from '@nestjs/common';
import { MemberService } from '#accounts';
import { kindCodes, kinds, type OrganisationDependents, type OrganisationKind } from '#contracts';
import { EngagementService } from '#engagements';
import { ListingReader } from '#listings';

/** What rests on an organisation in the libs that hold it. */
@Injectable()
export class DependentsReader {
  constructor(
    private readonly people: MemberService,
    private readonly listings: ListingReader,
    private readonly engagements: EngagementService,
  ) {}

  async of(organisationId: string): Promise<OrganisationDependents> {
    const members = await this.people.list(organisationId);
    const published = await this.listings.publishedOf([organisationId]);
    const { engagements, claims } = await this.engagements.dependents(organisationId);
    return {
      members: members.length,
      listings: kindCodes
        .map((kind) => ({ kind, count: published.filter((of) => of.kind === kind).length }))
        .filter(({ count }) => count > 0),
      engagements,
      claims,
    };
  }

  /** Kinds that the organisation cannot give up while something is published that only they may post. */
  async kindsInUse(organisationId: string): Promise<OrganisationKind[]> {
    const published = await this.listings.publishedOf([organisationId]);
    const wanted = published.map(({ kind }) => kinds[kind].definition.postedBy);
    return [...new Set(wanted.flatMap(([first, ...others]) => (others.length === 0 ? [first] : [])))];
  }
}

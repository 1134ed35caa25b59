import { Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import type { PublishedCapability, PublishedScenario } from '#contracts';
import type { EngagementSubject } from '#engagements';
import { dayOf, NotFound } from '#kernel';
import { ListingReader, sees } from '#listings';
import { Sights } from '../listings/sights.js';

/** Builds what engagements keep of the two listings from those in force. */
@Injectable()
export class SubjectReader {
  constructor(
    private readonly listings: ListingReader,
    private readonly sights: Sights,
  ) {}

  /** @throws NotFound for a listing that is not in force, or that the caller may not know of. */
  async visible(caller: Principal, scenarioId: string, capabilityId: string): Promise<EngagementSubject> {
    const sight = await this.sights.of(caller);
    const [scenario, capability] = await this.pair(scenarioId, capabilityId);
    if (!scenario || !sees(sight, scenario)) throw new NotFound('应用场景', scenarioId);
    if (!capability || !sees(sight, capability)) throw new NotFound('企业能力', capabilityId);
    return subjectOf(scenario, capability);
  }

  /** Undefined when one of them is no longer in force. */
  async inForce(scenarioId: string, capabilityId: string): Promise<EngagementSubject | undefined> {
    const [scenario, capability] = await this.pair(scenarioId, capabilityId);
    return scenario && capability ? subjectOf(scenario, capability) : undefined;
  }

  private pair(scenarioId: string, capabilityId: string) {
    return Promise.all([
      this.listings.published('scenario', scenarioId),
      this.listings.published('capability', capabilityId),
    ]);
  }
}

function subjectOf(scenario: PublishedScenario, capability: PublishedCapability): EngagementSubject {
  const today = dayOf(new Date());
  const first = capability.firstVersion;
  return {
    scenario: {
      id: scenario.id,
      number: scenario.number,
      title: scenario.title,
      organisationId: scenario.organisation.id,
      area: scenario.area,
      department: scenario.department,
      fields: scenario.fields,
      chains: scenario.chains,
    },
    capability: {
      id: capability.id,
      number: capability.number,
      product: capability.product,
      organisationId: capability.organisation.id,
      firstVersion: first !== null && first.validFrom <= today && today <= first.validTo,
    },
  };
}

import { Claim } from './claim.js';
import { Engagement } from './engagement.js';
import { EngagementStep } from './engagement-step.js';
import { Evidence } from './evidence.js';
import { FlagRuleset } from './flag-ruleset.js';
import { FlagSettlement } from './flag-settlement.js';
import { Sample } from './sample.js';
import { SampleFinding } from './sample-finding.js';

export { Claim, Engagement, EngagementStep, Evidence, FlagRuleset, FlagSettlement, Sample, SampleFinding };

/** The tables of this lib that are read and written one row at a time; flags and a sample's claims move as sets. */
export const engagementsEntities = [
  Engagement,
  Claim,
  Evidence,
  EngagementStep,
  Sample,
  SampleFinding,
  FlagRuleset,
  FlagSettlement,
];

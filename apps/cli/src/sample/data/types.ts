import type { CapabilityContent, ScenarioContent } from '#contracts';

export interface SampleOrganisation {
  readonly key: string;
  readonly name: string;
  readonly kinds: readonly ('user' | 'firm')[];
  readonly area: string;
  readonly department: string | null;
  readonly ownerKind: string | null;
  readonly size: string | null;
}

/** Of a content, what sample data give; they are constants. */
type Given<C, K extends keyof C> = { readonly [F in K]: C[F] extends (infer E)[] ? readonly E[] : C[F] };

interface Posted {
  /** Key of the organisation. */
  readonly organisation: string;
}

export interface SampleScenario
  extends Posted,
    Given<
      ScenarioContent,
      | 'title'
      | 'fields'
      | 'chains'
      | 'needs'
      | 'technicalIndicators'
      | 'budgetMin'
      | 'budgetMax'
      | 'mode'
      | 'prefersFirstVersion'
      | 'requiredPlatforms'
    > {
  /** Days from the day of loading. */
  readonly plannedInDays: readonly [number, number];
  readonly validForDays: number;
}

export interface SampleCapability
  extends Posted,
    Given<
      CapabilityContent,
      | 'product'
      | 'version'
      | 'productClass'
      | 'fields'
      | 'chains'
      | 'functions'
      | 'advancement'
      | 'patents'
      | 'standards'
      | 'awards'
      | 'referencePrice'
      | 'adaptedPlatforms'
      | 'certificates'
      | 'cases'
    > {
  readonly firstVersion: Recognised | null;
}

type FirstVersion = NonNullable<CapabilityContent['firstVersion']>;

export interface Recognised extends Readonly<Omit<FirstVersion, 'validFrom' | 'validTo'>> {
  readonly validForDays: number;
}

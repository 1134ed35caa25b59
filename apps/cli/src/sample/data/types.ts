export interface SampleOrganisation {
  readonly key: string;
  readonly name: string;
  readonly kinds: readonly ('user' | 'firm')[];
  readonly area: string;
  readonly department: string | null;
  readonly ownerKind: string | null;
  readonly size: string | null;
}

export interface SampleScenario {
  /** Key of the organisation. */
  readonly organisation: string;
  readonly title: string;
  readonly fields: readonly string[];
  readonly chains: readonly string[];
  readonly needs: string;
  readonly technicalIndicators: string;
  /** Yuan. */
  readonly budgetMin: string;
  readonly budgetMax: string;
  readonly mode: string;
  readonly prefersFirstVersion: boolean;
  readonly requiredPlatforms: readonly string[];
  /** Days from the day of loading. */
  readonly plannedInDays: readonly [number, number];
  readonly validForDays: number;
}

export interface SampleCapability {
  readonly organisation: string;
  readonly product: string;
  readonly version: string;
  readonly productClass: string;
  readonly fields: readonly string[];
  readonly chains: readonly string[];
  readonly functions: string;
  readonly advancement: string;
  readonly patents: number;
  readonly standards: number;
  readonly awards: number;
  readonly referencePrice: string | null;
  readonly adaptedPlatforms: readonly string[];
  readonly certificates: string;
  readonly cases: string;
  readonly firstVersion: {
    readonly level: string;
    readonly year: number;
    readonly documentNo: string;
    readonly validForDays: number;
  } | null;
}

import type { MarketCode } from '#contracts';

/** The two listings of an engagement, as the caller found them in force: plain data, no lib's type. */
export interface EngagementSubject {
  /** In which both are traded; it says their kinds. */
  readonly market: MarketCode;
  readonly demand: {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly organisationId: string;
    /** Reporting area that owns the match; the organisation's where it is null. */
    readonly area: string | null;
    readonly department: string | null;
    /** The first is the primary one. */
    readonly fields: readonly string[];
    readonly chains: readonly string[];
  };
  readonly supply: {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly organisationId: string;
    /** A recognised first-version product on this day. */
    readonly firstVersion: boolean;
  };
}

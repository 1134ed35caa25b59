import type { FlagParameters, FlagRuleName } from '#contracts';
import { addDays, type Day, parsePeriod } from '#kernel';

/** Where a side comes from and how it is reached, as far as the platform knows. */
export interface Origin {
  /** When its listing came in by an import; null where a person wrote it. Milliseconds. */
  readonly importedAt: number | null;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** Registered postal address. */
  readonly address: string;
  /** Network addresses from which its people worked. */
  readonly networks: readonly string[];
  /** Browsers in which its people have signed in. */
  readonly devices: readonly string[];
}

/** A verified claim as the rules look at it. */
export interface Verified {
  readonly claimId: string;
  readonly demandListingId: string;
  readonly firmId: string;
  readonly demandId: string;
  readonly area: string | null;
  readonly level: number;
  readonly verifiedOn: Day;
  readonly claimedAt: number;
  readonly confirmedAt: number | null;
  readonly demand: Origin;
  readonly supply: Origin;
}

/** Something for a person to look at; it changes no count. */
export interface Raised {
  readonly claimId: string;
  readonly rule: FlagRuleName;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** As shipped; a city changes them, with a reason. */
export const shippedParameters: FlagParameters = {
  burst: { on: true, days: 10, factor: 3, least: 10 },
  many: { on: true, share: 0.2, least: 20 },
  shared: {
    on: true,
    publicDomains: [
      'qq.com',
      '163.com',
      '126.com',
      'sina.com',
      'sina.cn',
      'sohu.com',
      'foxmail.com',
      'yeah.net',
      'aliyun.com',
      '139.com',
      '189.cn',
      'gmail.com',
      'outlook.com',
      'hotmail.com',
    ],
  },
  together: { on: true, importMinutes: 60, confirmMinutes: 10 },
  noContract: { on: true, days: 180 },
};

type Rule<N extends FlagRuleName> = (
  claims: readonly Verified[],
  parameters: Omit<FlagParameters[N], 'on'>,
  today: Day,
) => Raised[];

/** Many in the last days of a month, against what the other days of that year bring on average, area by area. */
export const burst: Rule<'burst'> = (claims, { days, factor, least }, today) =>
  [...groups(claims, (claim) => `${claim.area} ${claim.verifiedOn.slice(0, 7)}`)].flatMap(
    ([key, ofMonth]) => {
      const month = key.slice(-7);
      const period = parsePeriod(month);
      const [first] = ofMonth;
      if (!period || !first) return [];
      const from = addDays(period.last, 1 - days);
      const inside = ofMonth.filter((claim) => claim.verifiedOn >= from);
      const year = month.slice(0, 4);
      const others = claims.filter(
        (claim) =>
          claim.area === first.area &&
          claim.verifiedOn.startsWith(year) &&
          (claim.verifiedOn < from || claim.verifiedOn > period.last),
      );
      const end = today < `${year}-12-31` ? today : `${year}-12-31`;
      const elapsed = daysBetween(`${year}-01-01`, end) + 1 - days;
      const mean = elapsed > 0 ? (others.length / elapsed) * days : 0;
      if (inside.length < least || inside.length <= factor * mean) return [];
      const evidence = { area: first.area, from, to: period.last, count: inside.length, mean: round(mean) };
      return inside.map((claim): Raised => ({ claimId: claim.claimId, rule: 'burst', evidence }));
    },
  );

/** One firm, or one owner of scenarios, with a great share of all pairs of the year. */
export const many: Rule<'many'> = (claims, { share, least }) =>
  [...groups(claims, (claim) => claim.verifiedOn.slice(0, 4))].flatMap(([year, ofYear]) => {
    const all = pairsOf(ofYear);
    return (['firmId', 'demandId'] as const).flatMap((side) =>
      [...groups(ofYear, (claim) => claim[side])].flatMap(([organisationId, own]) => {
        const pairs = pairsOf(own);
        if (pairs < least || pairs < share * all) return [];
        const evidence = {
          side: side === 'firmId' ? 'supply' : 'demand',
          organisationId,
          year,
          pairs,
          of: all,
        };
        return own.map((claim): Raised => ({ claimId: claim.claimId, rule: 'many', evidence }));
      }),
    );
  });

/** Both sides share a telephone, a mailbox, a domain of mail that is not open to all, an address, a network or a browser. */
export const shared: Rule<'shared'> = (claims, { publicDomains }) =>
  claims.flatMap(({ claimId, demand, supply }): Raised[] => {
    const domains = (origin: Origin) => origin.emails.map((email) => mailbox(email).split('@')[1] ?? '');
    const open = new Set(publicDomains.map((domain) => domain.toLowerCase()));
    const evidence = {
      phones: both(demand.phones.map(digits), supply.phones.map(digits)).map(masked),
      emails: both(demand.emails.map(mailbox), supply.emails.map(mailbox)).map(maskedMail),
      domains: both(domains(demand), domains(supply)).filter((domain) => !open.has(domain)),
      addresses: both([plain(demand.address)], [plain(supply.address)]),
      networks: both(demand.networks, supply.networks),
      devices: both(demand.devices, supply.devices).map((device) => device.slice(0, 12)),
    };
    const found = Object.entries(evidence).filter(([, values]) => values.length > 0);
    return found.length === 0 ? [] : [{ claimId, rule: 'shared', evidence: Object.fromEntries(found) }];
  });

/** Both listings came by imports close to each other, and the claim was confirmed as soon as it was made. */
export const together: Rule<'together'> = (claims, { importMinutes, confirmMinutes }) =>
  claims.flatMap(({ claimId, claimedAt, confirmedAt, demand, supply }): Raised[] => {
    if (demand.importedAt === null || supply.importedAt === null || confirmedAt === null) return [];
    const apart = minutes(Math.abs(demand.importedAt - supply.importedAt));
    const answered = minutes(confirmedAt - claimedAt);
    if (apart > importMinutes || answered > confirmMinutes) return [];
    const evidence = { importsApartMinutes: round(apart), confirmedAfterMinutes: round(answered) };
    return [{ claimId, rule: 'together', evidence }];
  });

/** Flags an agreement that has not become a contract within the time that the rule gives. */
export const noContract: Rule<'noContract'> = (claims, { days }, today) => {
  const signed = new Set(claims.filter((claim) => claim.level >= 4).map(pairOf));
  return claims.flatMap((claim): Raised[] => {
    const since = daysBetween(claim.verifiedOn, today);
    if (claim.level !== 3 || since < days || signed.has(pairOf(claim))) return [];
    return [
      { claimId: claim.claimId, rule: 'noContract', evidence: { verifiedOn: claim.verifiedOn, days: since } },
    ];
  });
};

/** All that the rules which are on have to say. */
export function raise(claims: readonly Verified[], parameters: FlagParameters, today: Day): Raised[] {
  return [
    ...(parameters.burst.on ? burst(claims, parameters.burst, today) : []),
    ...(parameters.many.on ? many(claims, parameters.many, today) : []),
    ...(parameters.shared.on ? shared(claims, parameters.shared, today) : []),
    ...(parameters.together.on ? together(claims, parameters.together, today) : []),
    ...(parameters.noContract.on ? noContract(claims, parameters.noContract, today) : []),
  ];
}

function groups<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  return found;
}

const pairOf = ({ demandListingId, firmId }: Verified) => `${demandListingId} ${firmId}`;
const pairsOf = (claims: readonly Verified[]) => new Set(claims.map(pairOf)).size;
const both = (a: readonly string[], b: readonly string[]) =>
  [...new Set(a)].filter((value) => value !== '' && b.includes(value)).sort();
/** The last eleven digits: with and without the country's prefix it is one telephone. */
const digits = (phone: string) => phone.replace(/\D/g, '').slice(-11);
const mailbox = (email: string) => email.normalize('NFKC').trim().toLowerCase();
/** Too short an address says nothing. */
const plain = (address: string) => {
  const text = address.normalize('NFKC').replace(/[\s,，、.。]/g, '');
  return text.length < 6 ? '' : text;
};
const masked = (phone: string) => `${phone.slice(0, 3)}****${phone.slice(-2)}`;
const maskedMail = (email: string) => email.replace(/^(.).*(?=@)/, '$1***');
const minutes = (milliseconds: number) => milliseconds / 60_000;
const round = (value: number) => Math.round(value * 100) / 100;

function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

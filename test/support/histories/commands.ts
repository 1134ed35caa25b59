import fc from 'fast-check';
import type { ClaimState } from '#contracts';

/** What can happen to the market, at random. */
export type Command =
  | { readonly do: 'claim'; readonly pair: number; readonly level: number; readonly amount: number | null }
  | { readonly do: 'step'; readonly pair: number; readonly which: number; readonly to: ClaimState }
  | { readonly do: 'forward'; readonly pair: number; readonly which: number }
  | { readonly do: 'sample'; readonly seed: number; readonly wrong: boolean }
  | { readonly do: 'days'; readonly days: number }
  | { readonly do: 'freeze' }
  | { readonly do: 'follow'; readonly facts: number; readonly order: 'as told' | 'backwards' | 'twice' }
  | { readonly do: 'restart' };

export const pairs = 3;
const pair = fc.nat(pairs - 1);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      pair,
      level: fc.integer({ min: 2, max: 5 }),
      amount: fc.option(fc.integer({ min: 1, max: 9 }).map((n) => n * 1_000_000_50)),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant('forward' as const), pair, which: fc.nat(2) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('step' as const),
      pair,
      which: fc.nat(3),
      to: fc.constantFrom<ClaimState>(
        'confirmed',
        'verified',
        'reversed',
        'reversed',
        'disputed',
        'rejected',
        'declined',
        'withdrawn',
        'expired',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('sample' as const), seed: fc.nat(), wrong: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'freeze' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('follow' as const),
      facts: fc.integer({ min: 1, max: 5 }),
      order: fc.constantFrom('as told' as const, 'backwards' as const, 'twice' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);
export const histories = fc.array(command, { minLength: 10, maxLength: 30, size: 'max' });

import type { MeetingSide, MeetingState } from '#contracts';
import type { Day, StateTable } from '#kernel';

/** Announced to those it is for; held once people of both sides have checked in; closed, it takes no more names. */
export const meetingStates = {
  draft: ['announced', 'cancelled'],
  announced: ['held', 'cancelled'],
  held: ['closed', 'cancelled'],
  closed: [],
  cancelled: [],
} as const satisfies StateTable<MeetingState>;

/** Days and guests may change until it is held. */
export function editable(state: MeetingState): boolean {
  return state === 'draft' || state === 'announced';
}

/** Guests may still come while it is held: who is not on the list is put there. */
export function invites(state: MeetingState): boolean {
  return state !== 'closed' && state !== 'cancelled';
}

/** At the desk from the day on, for a list on paper is entered later; by the code on the day itself. */
export function takesCheckIns(state: MeetingState, day: Day, today: Day, how: 'desk' | 'code'): boolean {
  if (state !== 'announced' && state !== 'held') return false;
  return how === 'code' ? today === day : today >= day;
}

export type Part = MeetingSide | 'coordinator';

/** A pair has met when a coordinator says so, or both sides do. */
export function hasMet(parts: readonly Part[]): boolean {
  return parts.includes('coordinator') || (parts.includes('demand') && parts.includes('supply'));
}

export interface Person {
  readonly personId: string;
  readonly name: string;
}

/** Who vouches that a side was there and met: one of its own people, or else who stood at the desk. */
export interface Witness extends Person {
  readonly own: boolean;
}

interface CheckedIn extends Person {
  readonly how: 'desk' | 'code';
}

/** @param named the side's own person who named the pair, where one did. */
export function witnessOf(checkedIn: CheckedIn, named: Person | undefined): Witness {
  const { personId, name } = named ?? checkedIn;
  return { personId, name, own: named !== undefined || checkedIn.how === 'code' };
}

/** Letters and digits that nobody mistakes for each other when they are read from a screen. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Eight letters. @param random at least eight bytes, each of any value. */
export function codeFrom(random: Uint8Array): string {
  return [...random.subarray(0, 8)].map((byte) => letters[byte % letters.length]).join('');
}

/** However it is typed: blanks, hyphens and case do not matter. */
export function sameCode(typed: string, code: string): boolean {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase() === code;
}

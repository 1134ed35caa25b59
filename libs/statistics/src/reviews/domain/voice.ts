import type { ReviewState } from '#contracts';

/** Who speaks in a review: a coordinator, for the city's body or that of one area, with what the body is beside. */
export interface Voice {
  readonly id: string;
  readonly name: string;
  readonly scope: 'city' | 'area';
  readonly area: string | null;
  /** The department that the body belongs to, code. */
  readonly department: string | null;
}

interface Reviewed {
  readonly state: ReviewState;
  readonly units: 'area' | 'department';
  readonly keys: readonly string[];
}

/**
 * Whether somebody speaks for a unit: an area's body for its area, a city body for its own department. Other city bodies
 * write down what a unit has sent on paper.
 */
export function speaksFor(voice: Voice, units: Reviewed['units'], key: string): 'own' | 'behalf' | undefined {
  if (voice.scope === 'city') return isOwnDepartment(voice, units, key) ? 'own' : 'behalf';
  return units === 'area' && voice.area === key ? 'own' : undefined;
}

/** A body's own department is a matter in which it has a stake. */
export function isOwnDepartment(voice: Voice, units: Reviewed['units'], key: string): boolean {
  return units === 'department' && voice.department === key;
}

/** The units that somebody sees whole: all for the city, the own one for an area. */
export function keysSeen(voice: Voice, { units, keys, state }: Reviewed): readonly string[] {
  if (voice.scope === 'city') return keys;
  return state === 'draft' ? [] : keys.filter((key) => speaksFor(voice, units, key) !== undefined);
}

/** An area's people know of a review from its opening on where their area is in it, and of every published one. */
export function seesReview(voice: Voice, review: Reviewed): boolean {
  return voice.scope === 'city' || review.state === 'published' || keysSeen(voice, review).length > 0;
}

import { type Principal, reaches } from '#accounts';
import type { Action } from '#contracts';
import { Forbidden } from '#kernel';
import { city } from '#statistics';

/**
 * Whose figures: of the city, or of one reporting area. Without one an area's coordinator reads the own area's, everyone
 * else the city's; the city's published figures are for all, another area's for the city and the operator alone.
 * @throws Forbidden
 */
export function scopeFor(caller: Principal, asked: string | undefined): string {
  const own = caller.body?.scope === 'area' ? (caller.body.area ?? '') : undefined;
  if (own === undefined) return asked ?? city;
  if (asked === undefined || asked === own) return own;
  if (asked === city) return city;
  throw new Forbidden('只能查看全市公布的数字或本区域的数字');
}

/** As `scopeFor`, where what is read is not published: an area's coordinator reads the own area's alone. */
export function ownScopeFor(caller: Principal, asked: string | undefined, action: Action): string {
  const scope = scopeFor(caller, asked);
  if (scope === city && !reaches(caller, action).includes('any'))
    throw new Forbidden('只能查看本区域的台账记录');
  return scope;
}

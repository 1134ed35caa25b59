import type { Principal } from '#accounts';

/** The caller as records keep who acted. */
export const actorOf = (caller: Principal) => ({ id: caller.personId, name: caller.name });

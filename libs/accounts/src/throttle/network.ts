import { isIPv4 } from 'node:net';

/** The address itself, or the /64 of an IPv6 one: what one household or office is given. */
export function addressOf(ip: string): string {
  const plain = ip.startsWith('::ffff:') && isIPv4(ip.slice(7)) ? ip.slice(7) : ip;
  return isIPv4(plain) ? plain : `${prefix(plain, 4)}::/64`;
}

/** Where an address belongs: its /24, or its /48. Whoever holds one address there easily gets the next. */
export function networkOf(ip: string): string {
  const address = addressOf(ip);
  return isIPv4(address) ? `${address.split('.').slice(0, 3).join('.')}.0/24` : `${prefix(ip, 3)}::/48`;
}

/** The first groups of an IPv6 address, written out. */
function prefix(ip: string, groups: number): string {
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const all = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return all
    .slice(0, groups)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Tells which network an address belongs to, as far as one household or office has it to itself. */
import { isIPv6 } from 'node:net';

/** Of the eight groups of an IPv6 address, those that name the network: everyone can take any address within it. */
const NETWORK_GROUPS = 4;

/** An IPv4 address as it is, and of an IPv6 address the first 64 bits: `2001:db8:0:7`. */
export function networkOf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%', 1);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined || !isIPv6(plain)) return mapped ?? plain;
  const [before = [], after = []] = plain.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const groups = [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

/**
 * Guards against requests to private networks. Addresses that are not on the public internet are refused in the
 * connection's own lookup, so that no second answer of a name server can replace the one that was checked.
 */
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { type PaperboyError, sourceError } from '../model/errors.ts';

/** What IANA lists as not globally reachable (iana-ipv4-special-registry, iana-ipv6-special-registry), and multicast. */
const PRIVATE_V4 = `
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
  192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
  224.0.0.0/4 240.0.0.0/4`;
/** Of IPv6 only 2000::/3 is given out; these parts of it are not public, or carry an IPv4 address inside. */
const PRIVATE_V6 = '2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20';

const blocked = listOf(`${PRIVATE_V4} ${PRIVATE_V6}`);
const global6 = listOf('2000::/3');

function listOf(nets: string): BlockList {
  const list = new BlockList();
  for (const [, net = '', bits] of nets.matchAll(/(\S+)\/(\d+)/g))
    list.addSubnet(net, Number(bits), net.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}

/** Whether an address is one of the public internet. IPv4 inside IPv6 (mapped, 6to4, NAT64, Teredo) is not. */
export function isPublic(address: string): boolean {
  if (isIPv6(address)) {
    const bare = address.replace(/%.*$/, '');
    return global6.check(bare, 'ipv6') && !blocked.check(bare, 'ipv6');
  }
  return isIP(address) === 4 && !blocked.check(address, 'ipv4');
}

export type Allows = (address: string) => boolean;

/** Refuses a host that is itself an address and not allowed. Node never looks such a host up. */
export function checkHost(hostname: string, allows: Allows): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !allows(bare)) throw refused(hostname, bare);
}

/** A lookup that fails when any of a name's addresses is not allowed. */
export function guardedLookup(allows: Allows, resolve: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (error) return callback(error, '', 0);
      const bad = addresses.find(({ address }) => !allows(address));
      if (bad) return callback(refused(hostname, bad.address), '', 0);
      if (first === undefined) return callback(new Error(`${hostname} has no address`), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function refused(hostname: string, address: string): PaperboyError {
  const at = hostname === address ? address : `${hostname} (${address})`;
  return sourceError(`${at} is not a public internet address, so Paperboy won't connect to it.`);
}

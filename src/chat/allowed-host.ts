/** Reads the `Host` of a request, and tells this machine's own names from those of other websites. */
import { isIP, isIPv4 } from 'node:net';

/**
 * With DNS rebinding, the name of another website points at this machine and arrives in `Host`. So only loopback names,
 * the bound host itself and, when bound to every address, bare addresses are allowed.
 */
export function allowsHost(header: string | undefined, bound: string): boolean {
  const host = hostOf(header);
  if (host === undefined) return false;
  if (isLoopback(host) || host === bound.toLowerCase()) return true;
  return (bound === '0.0.0.0' || bound === '::') && isIP(host) > 0;
}

/** Whether a host, without its port, is this machine to itself. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** `LOCALHOST:3000` is `localhost`, `[::1]:3000` is `::1`; undefined for what is no host. */
export function hostOf(header: string | undefined): string | undefined {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (parts?.[1] ?? parts?.[2])?.toLowerCase();
}

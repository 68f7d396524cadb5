/** Refuses requests that other websites make through a reader's browser (CSRF, DNS rebinding), by their headers. */
import { isIP, isIPv4 } from 'node:net';

export interface Asked {
  method: string;
  path: string;
  host: string | undefined;
  origin: string | undefined;
  /** `Sec-Fetch-Site`: browsers say with it who made the page send the request. */
  site: string | undefined;
}

/** Returns why the request is refused, for people, or undefined when it is allowed. `bound` is the HOST setting. */
export function refuse(asked: Asked, bound: string): string | undefined {
  if (!allowsHost(asked.host, bound)) {
    return `This workspace doesn't accept requests for the host ${JSON.stringify(asked.host ?? '').slice(0, 100)}. Open the address printed at startup, or set HOST to the name you use.`;
  }
  if (!allowsSender(asked)) {
    return 'This request came from another website. Open the workspace itself and try again there.';
  }
  return undefined;
}

/**
 * With DNS rebinding, the name of another website points at this machine and arrives in `Host`. So only loopback names,
 * the bound host itself and, when bound to every address, bare addresses are allowed.
 */
export function allowsHost(header: string | undefined, bound: string): boolean {
  const host = hostOf(header);
  if (host === undefined) return false;
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (host === '::1' || (isIPv4(host) && host.startsWith('127.'))) return true;
  if (host === bound.toLowerCase()) return true;
  return (bound === '0.0.0.0' || bound === '::') && isIP(host) > 0;
}

/** Requests that change something or read messages must come from the workspace's own page, or from no page at all. */
function allowsSender({ method, path, host, origin, site }: Asked): boolean {
  const reading = method === 'GET' || method === 'HEAD';
  if (reading && !path.startsWith('/api/')) return true;
  if (site !== undefined && site !== 'same-origin' && !(reading && site === 'none')) return false;
  if (origin === undefined) return true;
  return origin === `http://${host}` || origin === `https://${host}`;
}

/** `LOCALHOST:3000` is `localhost`, `[::1]:3000` is `::1`. */
function hostOf(header: string | undefined): string | undefined {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (parts?.[1] ?? parts?.[2])?.toLowerCase();
}

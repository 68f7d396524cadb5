/** Refuses requests that other websites make through a reader's browser (CSRF, DNS rebinding), by their headers. */
import { allowsHost } from '../../src/chat/allowed-host.ts';

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

/** Requests that change something or read messages must come from the workspace's own page, or from no page at all. */
function allowsSender({ method, path, host, origin, site }: Asked): boolean {
  const reading = method === 'GET' || method === 'HEAD';
  if (reading && !path.startsWith('/api/')) return true;
  if (site !== undefined && site !== 'same-origin' && !(reading && site === 'none')) return false;
  if (origin === undefined) return true;
  return origin === `http://${host}` || origin === `https://${host}`;
}

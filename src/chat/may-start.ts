/**
 * Requests that begin only while they may. A suspended process that wakes after its lease was taken over writes pending requests
 * as soon as their connections open. So `mayStart` is asked again right before the bytes are written.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch as send } from 'undici';
import { PaperboyError } from '../model/errors.ts';

type MayStart = () => boolean;

const current = new AsyncLocalStorage<MayStart>();
/** Addresses as in HTTP_PROXY and HTTPS_PROXY, and hosts as in NO_PROXY; empty: none. */
export type Proxies = Record<'httpProxy' | 'httpsProxy' | 'noProxy', string>;

/** By HTTP/2, a request is written some time after it was started. */
const OPTIONS = { allowH2: false };
/** Keep connections open for all guarded requests. */
const direct = new Agent(OPTIONS);
const proxied = new WeakMap<Proxies, Dispatcher>();

function agentFor(proxies: Proxies | undefined): Dispatcher {
  if (proxies === undefined) return direct;
  const agent = proxied.get(proxies) ?? new EnvHttpProxyAgent({ ...OPTIONS, ...proxies });
  proxied.set(proxies, agent);
  return agent;
}

/** Is thrown in place of a request that may not start; nothing was sent. */
export class HeldUp extends PaperboyError {
  constructor() {
    super('later', 'This process was held up before it could send anything.', {
      retry: { afterMs: 0 },
      isOwnPace: true,
    });
  }
}

/** Does the work; the requests that it makes by a guarded fetch start only while this, and what is around it, says that they may. */
export function whileMayStart<T>(mayStart: MayStart, work: () => T): T {
  const outer = current.getStore();
  return current.run(outer === undefined ? mayStart : () => outer() && mayStart(), work);
}

/**
 * A fetch that rejects with `HeldUp` when its request may not start.
 * @param instead a fetch to use in place of the real one; it is asked for right before it is called
 * @param proxies by which the real one reaches servers
 */
export function createGuardedFetch(instead?: typeof fetch, proxies?: Proxies): typeof fetch {
  return async (url, init) => {
    const mayStart = current.getStore() ?? (() => true);
    let isHeldUp = !mayStart();
    if (isHeldUp) throw new HeldUp();
    if (instead !== undefined) return instead(url, init);
    const askAgain = () => {
      isHeldUp = !mayStart();
      if (isHeldUp) throw new HeldUp();
    };
    try {
      const dispatcher = agentFor(proxies).compose(asking(askAgain));
      return (await send(url as string, { ...(init as object), dispatcher })) as unknown as Response;
    } catch (error) {
      throw isHeldUp ? new HeldUp() : error;
    }
  };
}

/** Calls `before` when the connection is there, and writes the request at once unless it throws. */
function asking(before: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const start: Dispatcher.DispatchHandler['onRequestStart'] = function (this: unknown, ...given) {
      before();
      handler.onRequestStart?.apply(this as Dispatcher.DispatchHandler, given);
    };
    return dispatch(options, Object.create(handler, { onRequestStart: { value: start } }));
  };
}

/** Serves the pages for machines on a port of their own, so that they need not be where people and platforms are. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createListener, endResponse, pathOf } from '../chat/http-request.ts';
import { type Listening, listen } from '../chat/http-server.ts';
import type { Endpoint, Log } from '../model/ports.ts';

/** @throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened */
export function serveEndpoints(
  endpoints: readonly Endpoint[],
  { host, port }: { host: string; port: number },
  log: Log,
): Promise<Listening> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    const endpoint = endpoints.find(({ path }) => path === pathOf(request));
    if (endpoint === undefined) return endResponse(response, 404);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return endResponse(response, 405, { allow: 'GET, HEAD' });
    const { status, type, body } = await endpoint.answer();
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  return listen(createListener(answer, log), {
    host,
    port,
    portSetting: 'HEALTH_PORT',
    hostSetting: 'HEALTH_HOST',
  });
}

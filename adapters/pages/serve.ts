/** Serves the site on a port of its own, where no local workspace does. */
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import type { Site } from '../../src/model/catalog.ts';

/** @throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened */
export function serve(site: Site, place: { host: string; port: number }): Promise<Listening> {
  return listen(
    getRequestListener(async (request, { incoming }) =>
      site.answer(request, (incoming as HttpBindings['incoming']).socket.remoteAddress ?? ''),
    ),
    { ...place, portSetting: 'PORT' },
  );
}

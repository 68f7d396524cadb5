/** Serves the site on a port of its own, where no local workspace does. */
import { getRequestListener } from '@hono/node-server';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import type { Site } from '../../src/model/catalog.ts';

/** @throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened */
export function serve(site: Site, place: { host: string; port: number }): Promise<Listening> {
  return listen(
    getRequestListener(async (request) => site.answer(request)),
    { ...place, portSetting: 'PORT' },
  );
}

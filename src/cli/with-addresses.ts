/** Reaches addresses of people from the command line, without the other adapters. */
import type { AdapterOutside } from '../model/adapter-definition.ts';
import type { Addresses } from '../model/addresses.ts';
import { PaperboyError } from '../model/errors.ts';
import { ADDRESS_ADAPTERS, adapterOutside, adapterProblems, buildAdapters } from './adapters.ts';
import { withApp } from './open.ts';
import type { Terminal } from './terminal.ts';

/**
 * Does work with addresses. @throws PaperboyError `bad-settings` where mail is not set up
 * @param needsStore whether there is nothing to be done without a store, so that none is created
 */
export async function withAddresses(
  terminal: Terminal,
  work: (addresses: Addresses) => Promise<number>,
  { needsStore = false } = {},
): Promise<number> {
  return withApp(
    terminal,
    async (app, { store, env, log, clock }) => {
      const outside: AdapterOutside = adapterOutside(store, { service: app.service, log, clock });
      const [built] = await buildAdapters(env, outside, ADDRESS_ADAPTERS);
      const addresses = built?.adapter.messenger.addresses;
      if (addresses === undefined)
        throw new PaperboyError(
          'bad-settings',
          "Email isn't set up. Set SMTP_URL and MAIL_FROM; the README has the steps.",
        );
      try {
        return await work(addresses);
      } finally {
        await built?.adapter.stop();
      }
    },
    { needsStore, problems: (env) => adapterProblems(env, ADDRESS_ADAPTERS) },
  );
}

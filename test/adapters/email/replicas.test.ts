/** Several mail adapters on one store, as replicas are, with a real mail server. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApi } from '../../../adapters/email/api.ts';
import { createEmail } from '../../../adapters/email/index.ts';
import type { Addresses } from '../../../src/model/addresses.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTurns } from '../../../src/store/turns.ts';
import { silent } from '../../delivery/world.ts';
import { describeOnStores } from '../../store/stores.ts';
import { samplePost } from '../samples.ts';
import { createCommandService } from '../scripted-service.ts';
import { type MailServer, openMailServer, PATIENT } from './mail-server.ts';
import { ME } from './rig.ts';

const FROM = { address: 'papers@example.org', domain: 'example.org' };
const ASKED = 6;

let server: MailServer;
beforeEach(async () => {
  server = await openMailServer();
});
afterEach(() => server.close());

function replicaOn(store: Store, domainGapMs = 0) {
  const service = createCommandService();
  const smtp = { host: '127.0.0.1', port: server.port, secure: false, startTls: 'never' as const };
  const outside = { service, shelf: store.shelf, clock: store.now, log: silent, turns: openTurns(store) };
  const { messenger } = createEmail(
    { server: smtp, from: FROM },
    { ...outside, domainGapMs, api: createApi(smtp, PATIENT) },
  );
  return { service, messenger, addresses: messenger.addresses as Addresses };
}

describeOnStores(
  'mail replicas',
  (stores) => {
    const open = async (domainGapMs?: number) => {
      const place = await stores.newPlace();
      return [
        replicaOn(await place.open(), domainGapMs),
        replicaOn(await place.open(), domainGapMs),
      ] as const;
    };

    it('that are asked for one address at the same time send one message, and start each thing that was asked for once', async () => {
      const replicas = await open();
      const asked = Array.from({ length: ASKED }, async (_, at) => {
        const { addresses } = replicas[at % 2] as (typeof replicas)[0];
        const person = { id: `web:${at}`, name: '' };
        const invited = await addresses.invite({ address: ME, wish: { topic: `t${at}` }, person });
        if ('by' in invited) await addresses.idle();
      });
      await Promise.all(asked);
      expect(server.taken.map(({ to }) => to)).toEqual([ME]);
      const code = /confirm \S+ (\d{8})/.exec(server.taken[0]?.mail.text ?? '')?.[1] ?? '';
      const made = Array.from({ length: ASKED }, (_, at) => replicas[at % 2]?.addresses.confirm(ME, code));
      for (const one of await Promise.all(made)) expect(one).toHaveProperty('reply');
      const started = replicas.flatMap(({ service }) =>
        service.accepted.map(({ wish }) => JSON.stringify(wish)),
      );
      expect(new Set(started).size).toBe(started.length);
      // As many as an address may be sent a day are kept for certain, also where nothing was stored when they came.
      expect(started.length).toBeGreaterThanOrEqual(3);
      // One process carries it out.
      expect(replicas.filter(({ service }) => service.accepted.length > 0)).toHaveLength(1);
    });

    it('sign links and codes with the same key, whichever of them is first', async () => {
      const replicas = await open();
      const post = (at: 0 | 1) =>
        replicas[at].messenger.post(samplePost({ channel: `email:lab.example:${ME}`, key: `${at}` }));
      await Promise.all([post(0), post(1)]);
      const codes = server.taken.map(({ mail }) => /email stop \S+ (\S+)/.exec(mail.text ?? '')?.[1]);
      expect(codes).toEqual([expect.stringMatching(/^[a-z2-9]{10}$/), codes[0]]);
    });

    it('keep the pace of a domain together', async () => {
      const [one, two] = await open(60_000);
      const post = (replica: typeof one, key: string) =>
        replica.messenger.post(samplePost({ channel: `email:lab.example:${ME}`, key }));
      await post(one, 'first');
      await expect(post(two, 'second')).rejects.toMatchObject({ code: 'later', isOwnPace: true });
      expect(server.taken).toHaveLength(1);
    });
  },
  ['SQLite', 'Postgres'],
);

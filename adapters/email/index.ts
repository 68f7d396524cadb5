/** Builds the mail adapter: it sends posts to addresses that confirmed, and serves the pages that links in mail lead to. */
import { createUnlessElsewhere } from '../../src/chat/alone.ts';
import type { Listening } from '../../src/chat/http-server.ts';
import { createRateLimiter } from '../../src/chat/rate-limiter.ts';
import type { AdapterOutside } from '../../src/model/adapter-definition.ts';
import { withDeadline } from '../../src/model/deadline.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { createAddresses } from './addresses.ts';
import { type Api, createApi } from './api.ts';
import { type BounceMailbox, createBounceMailbox, type ReadTo } from './bounce-mailbox.ts';
import { createBounces } from './bounces.ts';
import { readFailure } from './errors.ts';
import { createSentMessages, type Sent } from './find.ts';
import { openPages } from './http.ts';
import type { Invitation } from './invitation.ts';
import { createInvitations } from './invitations.ts';
import { CATCH_UP_MS, DOMAIN_GAP_MS, MAILBOX_MS } from './limits.ts';
import { createLinks } from './links.ts';
import { createOutbox } from './outbox.ts';
import { createMessenger } from './post.ts';
import { createQuota, type Done, sweepQuota } from './quota.ts';
import { createRefusals, type Refused } from './refusals.ts';
import type { EmailSettings } from './settings.ts';

/** Its shelves are `email_sent`, `email_invitations`, `email_asked`, `email_refused`, `email_keys` and `email_bounces`, and no one else's. */
export interface EmailOutside extends AdapterOutside {
  /** The real one unless a test says otherwise. */
  api?: Api;
  /** Between two messages to one domain; the usual unless a test says otherwise. Milliseconds. */
  domainGapMs?: number;
  /** How long `catchUp` may take; the usual unless a test says otherwise. Milliseconds. */
  catchUpMs?: number;
}

/**
 * How often invitations are looked for that a server asked to send later, or that were interrupted, and how often what is old is
 * deleted. Milliseconds.
 */
const LOOK_MS = 30_000;
/** A stop waits so long for confirmations that are being sent. Milliseconds. */
const FINISH_MS = 2_000;
const SWEEP_MS = 6 * 3_600_000;

/**
 * Makes the adapter. `start` throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened. `stop` waits
 * a little for confirmations that are being sent, and may be called again.
 */
export function createEmail(settings: EmailSettings, outside: EmailOutside): Adapter {
  const { service, shelf, clock, log, turns, domainGapMs: gapMs = DOMAIN_GAP_MS } = outside;
  const { from, http } = settings;
  const bounces = settings.bounces?.address;
  const api = outside.api ?? createApi(settings.server);
  const publicUrl = http?.publicUrl;
  const links = createLinks(shelf<string>('email_keys'));
  const sent = createSentMessages(shelf<Sent>('email_sent'), from, links, clock);
  const refusals = createRefusals(shelf<Refused>('email_refused'), clock);
  const invitations = createInvitations(shelf<Invitation>('email_invitations'), clock);
  const asked = shelf<Done>('email_asked');
  const quota = createQuota(asked, clock);
  const outbox = createOutbox({ api, invitations, sent, quota, from, bounces, publicUrl, clock, log });
  const takeReturned = createBounces({ bounces, sent, refusals, invitations, service, log });
  const byLink = http !== undefined;
  const asking = { service, invitations, outbox, links, quota, refusals, takeReturned, byLink, log };
  const { addresses, confirmed, resume } = createAddresses(asking);
  const limiter = createRateLimiter({ gapMs, clock, shared: turns && { turns, name: 'email' } });
  const mailbox = settings.bounces?.mailbox && {
    server: settings.bounces.mailbox,
    take: takeReturned,
    shelf: shelf<ReadTo>('email_bounces'),
    unlessElsewhere: outside.unlessElsewhere ?? createUnlessElsewhere(),
    clock,
    log,
  };
  let reader: BounceMailbox | undefined;
  let listening: Listening | undefined;
  const timers: NodeJS.Timeout[] = [];

  function sweep(): void {
    const swept = Promise.all([
      sent.sweep(),
      invitations.sweep(),
      refusals.sweep(),
      sweepQuota(asked, clock),
    ]);
    swept.catch((error: unknown) =>
      log.warn('old mail records could not be deleted', { reason: messageOf(error) }),
    );
  }

  /** Goes on with what is due, and with what was interrupted. */
  async function goOn(): Promise<void> {
    await Promise.all([outbox.sendDue(), resume()]);
  }

  /** A wrong password is told at the start, and not by the first post that fails. */
  async function check(): Promise<void> {
    await api.check().catch((error: unknown) => {
      log.warn('the mail server does not answer as it should', {
        reason: readFailure(error, 'Mail').message,
      });
    });
  }

  return {
    messenger: createMessenger({
      api,
      from,
      bounces,
      publicUrl,
      links,
      sent,
      refusals,
      limiter,
      addresses,
      log,
    }),
    async start() {
      if (http) listening = await openPages({ invitations, links, service, confirmed, log }, http);
      sweep();
      void goOn();
      void check();
      if (mailbox) {
        reader = createBounceMailbox(mailbox);
        const look = reader.read;
        void look(false);
        timers.push(setInterval(() => look(false), MAILBOX_MS).unref());
      }
      timers.push(setInterval(sweep, SWEEP_MS).unref(), setInterval(() => void goOn(), LOOK_MS).unref());
      return listening ? { address: listening.address } : {};
    },
    async catchUp() {
      await withDeadline(goOn(), outside.catchUpMs ?? CATCH_UP_MS, () => undefined);
      if (mailbox === undefined) return;
      const once = createBounceMailbox(mailbox);
      await withDeadline(once.read(false), outside.catchUpMs ?? CATCH_UP_MS, () => {
        log.warn('the mailbox for bounces could not be read in time');
        once.stop();
      });
    },
    async stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
      reader?.stop();
      await listening?.close();
      listening = undefined;
      await withDeadline(outbox.idle(), FINISH_MS, () => undefined);
      api.stop();
    },
  };
}

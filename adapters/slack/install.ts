/** Stores installations with encrypted tokens, deletes them when the app is removed, and issues the OAuth `state` of new ones. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HTTPReceiverOptions, Installation, InstallationStore } from '@slack/bolt';
import { type Claimed, claimOnce } from '../../src/chat/claims.ts';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { readJson } from '../../src/chat/json.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { open, type Sealed, type SealKey, seal } from './seal.ts';

/** One installation, stored under the ID of its workspace or organization. */
export interface StoredInstallation {
  sealed: Sealed;
  /** Milliseconds since 1970; a refresh counts. */
  storedAt: number;
}

export type Installations = ReturnType<typeof createInstallations>;

/** Slack repeats an event for about an hour, so an older event is not a repeat. Milliseconds. */
const REPEATED_MS = 24 * 3_600_000;
/** A state is good as long as the cookie lasts in which the browser keeps it. Milliseconds. */
const STATE_MS = 10 * 60_000;

export function createInstallations(outside: {
  shelf: Shelf<StoredInstallation>;
  keys: readonly SealKey[];
  clock: Clock;
}) {
  const { shelf, keys, clock } = outside;

  async function read(space: string | undefined): Promise<Installation | undefined> {
    const kept = space === undefined ? undefined : await shelf.get(space);
    return kept && space ? (JSON.parse(open(kept.sealed, space, keys)) as Installation) : undefined;
  }

  const store: InstallationStore = {
    async storeInstallation(installation) {
      const space = spaceOf(installation);
      // User tokens are never requested, so they are never stored.
      const { token: _, refreshToken: __, ...user } = installation.user;
      const sealed = seal(JSON.stringify({ ...installation, user }), space, keys);
      await shelf.set(space, { sealed, storedAt: clock() });
    },
    async fetchInstallation({ isEnterpriseInstall, enterpriseId, teamId }) {
      const own = isEnterpriseInstall ? undefined : await read(teamId);
      // A workspace of an organization that installed the app for all of its workspaces has none of its own.
      const found = own ?? (await read(enterpriseId));
      if (found) return found as Installation<'v1' | 'v2', boolean> as never;
      const space = (isEnterpriseInstall ? enterpriseId : teamId) ?? 'this workspace';
      throw new PaperboyError(
        'no-access',
        `Paperboy isn't installed in ${space}. Open its install page there.`,
      );
    },
    async deleteInstallation({ isEnterpriseInstall, enterpriseId, teamId }) {
      const space = isEnterpriseInstall ? enterpriseId : teamId;
      if (space) await shelf.delete(space);
    },
  };

  /** Whether the stored installation was made, or its tokens refreshed, after a time on this machine's clock. */
  async function isNewer(space: string, at: number): Promise<boolean> {
    return ((await shelf.get(space))?.storedAt ?? 0) > at;
  }

  return {
    ...store,
    isNewer,
    /** The IDs of the workspaces and organizations that the app is installed in. */
    spaces: () => Array.fromAsync(shelf.entries(), ([space]) => space),
    /** Whether an event of that time belongs to an installation before the stored one. */
    async isOutdated(space: string, eventAt: number): Promise<boolean> {
      const kept = await shelf.get(space);
      if (kept === undefined) return false;
      // Slack's times are whole seconds.
      const before = Math.floor(kept.storedAt / 1000) * 1000 - eventAt;
      return before > 0 && before < REPEATED_MS;
    },
    /** Deletes the installation unless it is newer. */
    async remove(space: string, at: number): Promise<void> {
      if (!(await isNewer(space, at))) await shelf.delete(space);
    },
  };
}

function spaceOf({ isEnterpriseInstall, enterprise, team }: Installation): string {
  const space = isEnterpriseInstall ? enterprise?.id : team?.id;
  if (space) return space;
  throw new PaperboyError('no-access', "Slack didn't say which workspace the app was installed in.");
}

type States = NonNullable<NonNullable<HTTPReceiverOptions['installerOptions']>['stateStore']>;

/** The content of a state: when it was issued, a random ID, and the options of the installation. */
interface StateContent {
  at: number;
  id: string;
  options: Parameters<States['generateStateParam']>[0];
}

/**
 * Issues states, and accepts each once within ten minutes, from any process.
 * @param outside.shelf holds used states; those that have expired are deleted from it
 */
export function createStates(outside: { secret: string; shelf: Shelf<Claimed>; clock: Clock }): States {
  const { secret, shelf, clock } = outside;
  const used = createExpiringShelf(shelf, STATE_MS, clock);
  const sign = (text: string) => createHmac('sha256', secret).update(`state ${text}`).digest('base64url');

  function read(state: string): StateContent {
    const [text = '', signature = ''] = state.split('.', 2);
    const [given, own] = [Buffer.from(signature), Buffer.from(sign(text))];
    if (given.length !== own.length || !timingSafeEqual(given, own)) throw invalid();
    return readJson(Buffer.from(text, 'base64url').toString()) as StateContent;
  }

  return {
    async generateStateParam(options) {
      const content: StateContent = { at: clock(), id: randomBytes(16).toString('base64url'), options };
      const text = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${text}.${sign(text)}`;
    },
    async verifyStateParam(_now, state) {
      const { at, id, options } = read(state);
      if (clock() - at > STATE_MS) throw invalid();
      await used.sweep();
      if (!(await claimOnce([id], { shelf, clock, keepMs: STATE_MS }))) throw invalid();
      return options;
    },
  };
}

/** The error that Bolt's installer recognizes by its code. */
function invalid(): Error {
  const code = 'slack_oauth_invalid_state';
  return Object.assign(new Error('the state is not one that can be used'), { code });
}

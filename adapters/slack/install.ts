/** Stores installations with encrypted tokens, and deletes them when the app is removed. */
import type { Installation, InstallationStore } from '@slack/bolt';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { open, type Sealed, type SealKey, seal } from './seal.ts';

/** One installation, stored under the ID of its workspace or organization. */
export interface StoredInstallation {
  sealed: Sealed;
  /** Milliseconds since 1970; a refresh counts. */
  storedAt: number;
}

/** Slack repeats an event for about an hour, so an older event is not a repeat. Milliseconds. */
const REPEATED_MS = 24 * 3_600_000;

export interface Installations extends InstallationStore {
  /** The IDs of the workspaces and organizations that the app is installed in. */
  spaces(): Promise<string[]>;
  /** Whether an event of that time belongs to an installation before the stored one. */
  isOutdated(space: string, eventAt: number): Promise<boolean>;
  /** Whether the stored installation was made, or its tokens refreshed, after a time on this machine's clock. */
  isNewer(space: string, at: number): Promise<boolean>;
  /** Deletes the installation unless it is newer. */
  remove(space: string, at: number): Promise<void>;
}

export function createInstallations(outside: {
  shelf: Shelf<StoredInstallation>;
  keys: readonly SealKey[];
  clock: Clock;
}): Installations {
  const { shelf, keys, clock } = outside;

  async function read(space: string | undefined): Promise<Installation | undefined> {
    const kept = space === undefined ? undefined : await shelf.get(space);
    return kept && space ? (JSON.parse(open(kept.sealed, space, keys)) as Installation) : undefined;
  }

  async function isNewer(space: string, at: number): Promise<boolean> {
    return ((await shelf.get(space))?.storedAt ?? 0) > at;
  }

  return {
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
    async isOutdated(space, eventAt) {
      const kept = await shelf.get(space);
      if (kept === undefined) return false;
      // Slack's times are whole seconds.
      const before = Math.floor(kept.storedAt / 1000) * 1000 - eventAt;
      return before > 0 && before < REPEATED_MS;
    },
    spaces: () => Array.fromAsync(shelf.entries(), ([space]) => space),
    isNewer,
    async remove(space, at) {
      if (!(await isNewer(space, at))) await shelf.delete(space);
    },
  };
}

function spaceOf({ isEnterpriseInstall, enterprise, team }: Installation): string {
  const space = isEnterpriseInstall ? enterprise?.id : team?.id;
  if (space) return space;
  throw new PaperboyError('no-access', "Slack didn't say which workspace the app was installed in.");
}

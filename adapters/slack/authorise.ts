/** With SLACK_ADMINS_ONLY, explains to anyone but admins and owners why they cannot change a channel. */
import type { Client } from './api.ts';

/** Undefined when the person may. In doubt they may not. */
export async function refusalFor(user: string, client: Client): Promise<string | undefined> {
  try {
    const { user: person } = await client.users.info({ user });
    if (person?.is_admin || person?.is_owner) return undefined;
    return 'Only workspace admins can change what Paperboy posts. Nothing was changed.';
  } catch {
    return "Only workspace admins can change what Paperboy posts, and the app can't see who is an admin without the scope users:read. Nothing was changed.";
  }
}

/** Refuses changes to people who are neither admin nor owner of the workspace, with SLACK_ADMINS_ONLY. */
import type { Reply } from '../../src/model/message.ts';
import type { Client } from './client.ts';

/**
 * Undefined when the person may do it, else the answer that refuses it. `isLocked`: it would change a channel, and only
 * admins may. In doubt they may not.
 */
export async function refusal(isLocked: boolean, user: string, client: Client): Promise<Reply | undefined> {
  if (!isLocked) return undefined;
  try {
    const { user: person } = await client.users.info({ user });
    if (person?.is_admin || person?.is_owner) return undefined;
    return refused('Only workspace admins can change what Paperboy posts. Nothing was changed.');
  } catch {
    return refused(
      "Only workspace admins can change what Paperboy posts, and Slack won't say who is an admin: the app needs the scope users:read. Nothing was changed.",
    );
  }
}

function refused(text: string): Reply {
  return {
    audience: 'person',
    summary: text,
    blocks: [{ kind: 'text', tone: 'warning', line: [{ text }] }],
    actions: [],
  };
}

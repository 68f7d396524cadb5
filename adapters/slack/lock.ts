/** Who wants to change something in, whether they may out: with SLACK_ADMINS_ONLY, admins and owners alone. */
import type { Act, Reply } from '../../src/message.ts';
import type { Client } from './client.ts';

/** Commands that change what a channel gets; what only reads, or is a person's own, stays open to all. */
const CHANGES = new Set([
  'subscribe',
  'unsubscribe',
  'schedule',
  'limit',
  'order',
  'abstracts',
  'quiet',
  'pause',
  'resume',
  'email',
]);

export function commandChanges(text: string): boolean {
  return CHANGES.has(/^\s*([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '');
}

export function actChanges(act: Act): boolean {
  if (act.do === 'ask') return commandChanges(act.text);
  return act.do === 'subscribe' || act.do === 'unsubscribe' || act.do === 'send-again';
}

/** Undefined when they may; else what they are told. In doubt they may not. */
export async function refusal(isLocked: boolean, user: string, client: Client): Promise<Reply | undefined> {
  if (!isLocked) return undefined;
  try {
    const { user: person } = await client.users.info({ user });
    if (person?.is_admin || person?.is_owner) return undefined;
    return refused('Only admins of this workspace may change what Paperboy sends. Nothing was changed.');
  } catch {
    return refused(
      'Only admins of this workspace may change what Paperboy sends, and Slack does not say who is one: the app wants the scope users:read. Nothing was changed.',
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

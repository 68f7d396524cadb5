/** Who wants to change something in, whether they may out: with SLACK_ADMINS_ONLY, admins and owners alone. */
import type { Act, Reply } from '../../src/model/message.ts';
import type { Client } from './client.ts';

/** Commands that change a channel, with the other words for them; each tells from what follows whether it is meant. */
const CHANGES: Readonly<Record<string, (rest: string) => boolean>> = {
  subscribe: always,
  follow: always,
  sub: always,
  unsubscribe: always,
  unfollow: always,
  unsub: always,
  schedule: (rest) => rest !== '',
  limit: (rest) => rest !== '' && Number.isFinite(Number(rest)),
  order: (rest) => ['votes', 'relevance', 'date'].includes(rest),
  quiet: onOrOff,
  abstracts: onOrOff,
  pause: (rest) => rest === '',
  resume: (rest) => rest === '',
  unpause: (rest) => rest === '',
  email: always,
};

/** Whether what is typed changes the channel, with or without `/papers` or a slash before the word, as the core reads it. */
export function commandChanges(text: string): boolean {
  const bare = text.trim().replace(/^\/papers\b\s*/i, '');
  const [first = ''] = bare.split(/\s+/, 1);
  const rest = bare.slice(first.length).trim().toLowerCase();
  const word = first.toLowerCase().replace(/^\//, '');
  return Object.hasOwn(CHANGES, word) && CHANGES[word]?.(rest) === true;
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

function always(): boolean {
  return true;
}

function onOrOff(rest: string): boolean {
  return rest === 'on' || rest === 'off';
}

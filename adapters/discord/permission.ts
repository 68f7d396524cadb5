/** What a person asks for in, whether it changes the channel, and whether this person may, out. */
import { type APIInteraction, PermissionFlagsBits } from 'discord.js';
import type { Act } from '../../src/model/message.ts';
import { NO_MEMBER, PERMISSION } from './sayings.ts';

/** Commands that change a channel, with the other words for them; each tells from what follows whether it is meant. */
const CHANGING: Readonly<Record<string, (rest: string) => boolean>> = {
  subscribe: any,
  follow: any,
  sub: any,
  unsubscribe: any,
  unfollow: any,
  unsub: any,
  schedule: (rest) => rest !== '',
  limit: (rest) => rest !== '' && Number.isFinite(Number(rest)),
  order: (rest) => ['votes', 'relevance', 'date'].includes(rest),
  quiet: onOrOff,
  abstracts: onOrOff,
  pause: (rest) => rest === '',
  resume: (rest) => rest === '',
  unpause: (rest) => rest === '',
  email: any,
};

/** Whether what is typed after `/papers` changes the channel. In doubt it does: a search is never lost by asking. */
export function changesChannel(typed: string): boolean {
  const bare = typed.trim().replace(/^\/papers\b\s*/i, '');
  const [first = ''] = bare.split(/\s+/, 1);
  const rest = bare.slice(first.length).trim().toLowerCase();
  const word = first.toLowerCase().replace(/^\//, '');
  return Object.hasOwn(CHANGING, word) && CHANGING[word]?.(rest) === true;
}

export function actChangesChannel(act: Act): boolean {
  if (act.do === 'ask') return changesChannel(act.text);
  return act.do === 'subscribe' || act.do === 'unsubscribe' || act.do === 'send-again';
}

/** In a server: Manage Channels (administrators have it). In direct messages everyone is at home. */
function mayChange({ member }: APIInteraction): boolean {
  if (member === undefined) return true;
  const { permissions } = member as { permissions?: string };
  if (permissions === undefined || !/^\d{1,20}$/.test(permissions)) return false;
  const { ManageChannels, Administrator } = PermissionFlagsBits;
  return (BigInt(permissions) & (ManageChannels | Administrator)) !== 0n;
}

/** Why a change may not be made by this person in this place. Discord's own defaults can be changed, so they are not trusted. */
export function refusalFor(
  interaction: APIInteraction,
  { guest, managersOnly }: { guest: boolean; managersOnly: boolean },
  changes: boolean,
): string | undefined {
  if (!changes) return undefined;
  if (guest) return NO_MEMBER;
  return !managersOnly || mayChange(interaction) ? undefined : PERMISSION;
}

function any(): boolean {
  return true;
}

function onOrOff(rest: string): boolean {
  return rest === 'on' || rest === 'off';
}

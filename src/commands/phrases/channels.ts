/** What people ask about channels, and about Paperboy's place in them, which the chat's own settings decide. */

import { type Phrase, telling } from '../command.ts';
import { says } from './match.ts';

const CHANNEL =
  '(?:(?:this|the|that|my|our|a|an|new|another|current) )*(?:channel|room|workspace)(?: #[\\p{L}\\p{N}_-]{1,80})?';
const BOT = '(?:paperboy|(?:this|the) (?:bot|app)|yourself|the paperboy (?:bot|app))';
const CHANNELS =
  'Each channel has topics and posts of its own. In the one that you mean, type `/papers topics` to see them, and `/papers subscribe` to start posts there.';

export const CHANNEL_PHRASES: readonly Phrase[] = [
  {
    // "add channel attention" may be a search.
    says: says(
      `(?:delete|remove|close|archive|rename|create|add|make|join|leave) ${CHANNEL}(?: (?:to|as|into|called|named) .{1,80})?`,
      '(?:create|rename) channel \\S{1,80}',
    ),
    means: telling(
      "I can't create, rename or delete channels: the chat's own channel settings do that. To stop my posts here, pause them or unsubscribe from the topics.",
      'pause',
      'unsubscribe all',
      'topics',
    ),
  },
  {
    says: says(
      '(?:delete|remove|uninstall|kick|ban|deinstall) bot|uninstall|deinstall',
      `(?:delete|remove|uninstall|kick|kick out|ban|get rid of|deinstall|disconnect|add|install|invite) ${BOT}(?: (?:from|to|in|into) (?:here|${CHANNEL}))?`,
    ),
    means: telling(
      "I can't add or remove myself: the chat's own settings for apps do that. To stop my posts here, pause them or unsubscribe from the topics.",
      'pause',
      'unsubscribe all',
    ),
  },
  {
    says: says(
      "what(?:'s| is| do you post)(?: (?:going on|followed|posted|new))? in (?:the |all )*(?:other )?channels",
      '(?:do|are|will|can|could|did) you (?:also )?(?:post|posting|active|there)(?: also)? (?:in|to) #\\S+(?: .{1,20})?',
      '(?:move|switch|change|redirect|post|send)(?: (?:it|them|posts?|papers|the|digests?|everything))* (?:to|in|into) #\\S+(?: (?:instead|too|as well|also|please))*|(?:also )?(?:post|start posting) (?:here|in here)(?: (?:too|as well|also|instead))*',
      '(?:which|what)(?: (?:other|all|are|the|of))* channels (?:(?:do|does|are|is|have|did|you|we|i|there|paperboy|bot|the|this|post|posting|posted|in|to|follow|following|use|using|subscribed|get|serve) ?)*',
      'where else (?:(?:do|are|you|we|is|post|posting|paperboy|active) ?)*',
    ),
    means: telling(CHANNELS, 'topics', 'help subscribe'),
  },
  {
    says: says('(?:(?:show|list|see|view) )?(?:(?:all|my|our|the|your|other|every) )*channels(?: list)?'),
    means: telling(CHANNELS, 'topics', 'help subscribe', 'search channels'),
  },
];

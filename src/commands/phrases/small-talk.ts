/** What people say to any bot: about accounts, prices and permissions, and that nothing was meant. */
import { offering, type Phrase, telling } from '../command.ts';
import { says } from './match.ts';

export const SMALL_TALK_PHRASES: readonly Phrase[] = [
  {
    says: says(
      '(?:how (?:do|can) (?:i|we) )?(?:log ?in|sign ?(?:in|up|out)|log ?out|(?:create|make|get|delete|my) (?:an? |my )?account)(?: here)?',
      '(?:how much (?:does|is|do) (?:this|it|you|paperboy|the bot|we)(?: (?:cost|have to pay|pay))?|what does (?:this|it|paperboy) cost|(?:is|are) (?:this|it|you|paperboy|the bot) (?:free|paid|open source|for free)(?: to use)?|free (?:plan|trial|version)|(?:upgrade|premium|pro|paid) (?:plan|version|account)|help pricing)',
    ),
    means: telling('There is nothing to sign up for and nothing to pay: Paperboy is free software.', 'help'),
  },
  {
    says: says(
      '(?:who|which people) (?:can|may|is allowed to|has permission to) (?:change|edit|set|add|remove|use|subscribe|post|see)(?: (?:the|this|settings?|topics?|schedule|posts?|it|here|you|channel|bot))*',
      '(?:make|give) me (?:an? )?(?:admin|permissions?|rights|access)(?: rights)?|(?:lock|restrict|protect)(?: (?:the|my|our))* (?:settings|topics|channel|schedule)|(?:admins?|managers?) only|only admins|help permissions?',
      '(?:add|invite)(?: (?:user|member|people|person|my team))?(?: @\\S+){1,5}',
    ),
    means: telling(
      "Everyone in a channel can search, and follow topics for themselves. Who may change what the channel gets depends on the chat's permissions, and on those who run this Paperboy.",
      'status',
      'topics for me',
    ),
  },
  {
    says: says(
      '(?:nvm|never ?mind|forget (?:it|that|about it)|sorry|my bad|wrong channel|(?:ignore|scratch|cancel) that|my mistake)',
    ),
    means: offering(
      'To take back a change, press Undo below its answer. These show what this channel gets now.',
      'topics',
      'schedule',
    ),
  },
  { says: says('(permissions?|pricing|upgrade)'), means: (query) => beside(query) },
];

/** Words of papers, too. */
function beside(query: string) {
  const help = /^perm/i.test(query) ? 'help permissions' : 'help pricing';
  return { name: 'search', query, also: [help] };
}

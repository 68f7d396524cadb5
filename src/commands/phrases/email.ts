/** What people type when they mean `email`, beside its name. */
import { misused, offering, type Phrase } from '../command.ts';
import { says } from './match.ts';

const ADDRESS = '<?([^\\s@<>]+@[^\\s@<>]+)>?';
const FILLER =
  '(?: (?:me|us|it|this|that|the|my|all|new|channel|posts?|papers?|digests?|emails?|mails?|to|from|for|at|on|about))*';

export const EMAIL_PHRASES: readonly Phrase[] = [
  {
    says: says(`(?:subscribe|follow|sub|add|send|post|forward|deliver|invite)${FILLER} ${ADDRESS}(?: (.+))?`),
    means: (address, topic) =>
      isDotted(address)
        ? offering(
            '`email` sends papers to an address, once it confirms.',
            `email ${address} ${topic.replace(/^(?:to|for|about|on) /i, '')}`.trim(),
          )
        : undefined,
  },
  {
    says: says(`(?:unsubscribe|unfollow|remove|delete|stop|drop)${FILLER} ${ADDRESS}`),
    means: (address) =>
      isDotted(address)
        ? offering('`email stop` ends what an address gets from this channel.', `email stop ${address}`)
        : undefined,
  },
  {
    says: says(
      '(?:e-?)?mail(?: (?:it|them|this))?(?: to)? (?:me|us)(?: (?:(?:the|my|all|new|daily|weekly) )*(?:papers?|digests?|posts?|updates?))?',
      '(?:get|send|receive|want)(?: me| us)?(?: (?:the|my|all|new|these))*(?: (?:papers?|digests?|posts?|updates?|it|them))? (?:by|via|in my|to my|through) (?:e-?)?mail(?: inbox)?',
    ),
    means: misused('email', 'To which address? Type it behind `email`, as in `/papers email me@lab.org`.'),
  },
];

/** Other words with an `@` in them are none: `recall@10`. */
function isDotted(address: string): boolean {
  return /@[^.]+\.\p{L}/u.test(address);
}

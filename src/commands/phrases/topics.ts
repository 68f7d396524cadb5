/** What people type when they mean `topics`: what is followed, by whom, and whether a topic is. */
import { offering, type Parsed, type Phrase, telling } from '../command.ts';
import { firstOf, says } from './match.ts';

const LIST = '(?:list|show|see|ls|all|view|display|check|overview|status)';
const OWN = "(?:all|my|our|the|your|current|active|this channel's|of)";

export const TOPICS_PHRASES: readonly Phrase[] = [
  {
    says: says(
      `(?:${LIST} )?(?:${OWN} )*(?:topics?|subscriptions?|follows|following|subs|keywords|interests|themen)(?: (?:list|here|we have|followed|i follow|we follow))*`,
      '#\\d{1,3}',
      `(?:subscribe|subscribed|subscription|topic|follow|following)(?: ${LIST})+`,
      `${LIST} (?:${OWN} )*(?:everything|what(?: (?:i|we))? (?:follow|am subscribed to|are subscribed to))`,
      '(?:what|which topics?|which|who) (?:(?:topics?|papers?) )?(?:(?:am|are|do|is|does|did|have) )?(?:(?:i|we|you|this channel|the channel|it) )?(?:been )?(?:subscribed|subscribe|subscribing|following|follow|followed|tracking|watching|track|watch)(?: to)?(?: here)?',
    ),
    means: 'topics',
  },
  {
    // The list says who added each, and what it brought.
    says: says(
      '(?:who|when (?:did|was)|what) (?:(?:has|have|does|did|is|was|someone|anyone|we) )*(#\\d{1,3})(?: (?:added|match|matches|find|subscribed|mean|created|bring|about))*',
      'who (?:added|created|subscribed(?: us)?(?: to)?) (.+)',
    ),
    means: (_number, topic) => (topic === '' || /^#/.test(topic) ? 'topics' : whoseTopics(topic)),
  },
  {
    says: says(
      'who (?:(?:has|last|just) )*(?:changed|set|edited|paused|muted|stopped|resumed|moved|turned off|unsubscribed|removed)(?: (?:the|this|our|my|us|from|all|it|posts?|posting|channel|bot|paperboy|topics?|schedule|time|settings?|layout|limit))+(?: here)?',
      '(?:what|who) (?:(?:has|was|did) )?changed (?:here|in (?:this|the) (?:channel|settings?)|in our settings)',
    ),
    means: telling(
      'A change of what this channel gets is announced in the channel, with who made it, unless `/papers announce` is off. `/papers topics` says who added each topic, and `/papers schedule` shows the settings as they are now.',
      'topics',
      'schedule',
    ),
  },
  {
    says: says(
      '(?:which|what) (?:(?:topics?|subscriptions?|ones?|of|these|the|them) )*(?:is|are|were|did|do|have|has) (?:mine|i (?:add|added|subscribed?|create|created|make|made)(?: to| here)?)',
      '(?:(?:only|just|show|list) )*(?:topics?|subscriptions?) (?:that )?i (?:added|created|made|subscribed to)',
      '(?:topics?|subscriptions?) (?:by|from|of|added by) me',
      '(?:(?:only|just|show|list) )*my (?:topics|subscriptions) only|only mine',
    ),
    means: offering(
      '`topics` says who added each; what you follow for yourself has a list of its own.',
      'topics',
      'topics for me',
    ),
  },
  {
    says: says(
      '(?:what (?:do|am) i (?:follow|following|subscribed to) (?:for )?(?:myself|alone)|my (?:own|personal|private) (?:topics|subscriptions|digest|papers|feed)|personal (?:topics|subscriptions|digest|feed))',
    ),
    means: { name: 'topics', forMe: true },
  },
  {
    says: says(
      '(?:are|is|am|do|does|how many|any)(?: (?:we|i|this|channel|it|you|any|there|have|already))* (?:topics?|subscriptions?|subscribed|following|follow)(?: (?:to|we|i|do|have|anything|something|any|topics|here|yet|there|follow|are|is))*',
    ),
    means: 'topics',
  },
  {
    says: says(
      "((?:who(?: else|'s)?|(?:does|is|did) (?:anyone|anybody|someone|somebody)(?: else)?|how many(?: (?:people|of us|channels))?)(?: (?:here|is|are|also))* (?:follows?|following|tracks?|tracking|subscribed to|subscribes? to|interested in) .+)",
      '((?:do|does|are|is|am|did)(?: (?:we|i|this channel|you|already))+ (?:follow|following|tracking|track|subscribed to|subscribe to) (?!(?:me|us)$).+)',
      '(is .{2,60} (?:followed|subscribed to|already followed|among (?:our|the|my) topics|on (?:our|the) list)(?: here| already| yet)*)',
      '((?:subscribers|followers) (?:of|to) .+)',
    ),
    means: (...found) => whoseTopics(firstOf(found)),
  },
];

/** What is asked about one topic, or a title of a paper. */
function whoseTopics(words: string): Parsed {
  return offering('`topics` says what is followed here, and who added each.', 'topics', `search ${words}`);
}

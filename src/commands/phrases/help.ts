/** What people type when they mean `help`: greetings, thanks, and questions about a command. */

import { offering, type Phrase } from '../command.ts';
import { ABOUT_PHRASES } from './about-paperboy.ts';
import { LIKE_PHRASES } from './likes.ts';
import { firstOf, says } from './match.ts';
import { SMALL_TALK_PHRASES } from './small-talk.ts';
import { UNSUPPORTED_PHRASES } from './unsupported.ts';

/** What is said before the help. */
const HELLO =
  "Hi, I'm Paperboy. I post new papers in your channels, or to you alone, and find papers when you ask.";
export const WELCOME = 'Any time.';

/** Words behind the name of a command in a question about it. */
const ABOUT =
  '(?: (?:to|from|for|a|an|the|my|our|this|it|in|with|command|papers?|topics?|channels?|posts?|posting|time|schedule|something|someone|all|of|everything|here|work|works|do|mean|authors?|words?|by|date|year|venue|category|votes|out|certain|some))*';
const HOW =
  '(?:how (?:do|can|could|should|would|to|does|did)(?: (?:i|we|you|one|u))?|(?:help|hilfe)(?: (?:me|with|about|on|to|for))*|what (?:does|is|are)|explain|usage|man|where (?:do|can) (?:i|we)|is there (?:a|any) way to|is it possible to|can (?:i|we|you)|i want to know how to)(?: (?:the|a|use|set|change|get|make|see|stop|turn off))*';

/** Commands that a question names in other words. */
const TOPICS = new Map([
  ['mute', 'help pause'],
  ['stop', 'help pause'],
  ['off', 'help pause'],
  ['time', 'help schedule'],
  ['timezone', 'help schedule'],
  ['bookmark', 'help save'],
  ['add', 'help subscribe'],
  ['remove', 'help unsubscribe'],
  ['delete', 'help unsubscribe'],
  ['find', 'help search'],
  ['filter', 'help search'],
]);
/** What the query language does. */
const SYNTAX: ReadonlySet<string> = new Set(['exclude', 'ignore', 'combine']);

export const HELP_PHRASES: readonly Phrase[] = [
  ...ABOUT_PHRASES,
  ...UNSUPPORTED_PHRASES,
  ...LIKE_PHRASES,
  ...SMALL_TALK_PHRASES,
  {
    says: says(
      '(?:help|hilfe|sos)(?: (?:me|us|please|needed|with this|out|page|menu))*',
      '(?:(?:i|we) )?need (?:some )?help',
      '(?:commands?|command list|cmds?|menu|manual|man|usage|instructions?|examples?|docs?|documentation|guide|tutorial|faq|readme|about|intro|features|syntax|-+h(?:elp)?|/help)',
      '(?:(?:show|list|see|view|what are) )(?:me )?(?:all )?(?:the |your )?(?:commands|options|features|help)',
      'what (?:can|do|does|should) (?:you|i|we|this|it|paperboy|this bot)(?: (?:do|type|say|use|write|ask)(?: here)?)?|what else(?: can you do)?',
      'how (?:does|do|can|to)(?: (?:i|we|you|this|it|the bot|paperboy|one))?(?: (?:work|use|start|get started|begin)(?: (?:this|it|you|paperboy|the bot))?)|getting started|get started|first steps|how',
      '(?:yes|no|yep|nope|y|n)',
    ),
    means: 'help',
  },
  {
    says: says(
      '(?:hi|hello|hey|hallo|yo|good (?:morning|afternoon|evening)|moin|servus|sup|greetings|there)(?: (?:there|paperboy|bot|all|everyone))?',
      "(?:who|what)(?:'s| are| is|r)? (?:you|u|this|paperboy|it|paper ?boy|this bot|paperboy bot)",
      'are you (?:an? )?(?:chat ?gpt|gpt|claude|gemini|ai|bot|human|robot|real|llm|person|machine)(?: (?:bot|model|person|or (?:a )?(?:bot|human)))?',
      '(?:what|which) (?:(?:ai|language) )?(?:model|llm|ai|bot) (?:are|is|do|does|powers|runs) (?:you|this|it|paperboy)(?: (?:use|using|run on|based on|powered by))?',
      '@?paperboy|bot|introduce yourself|wer bist du|was (?:ist das|kannst du)',
      "what(?:'s| is) (?:this|the|it)(?: (?:bot|app|thing|channel))?(?: (?:for|about|all about))?",
    ),
    means: { name: 'help', lead: HELLO },
  },
  {
    says: says(
      '(?:thanks?|thank you|thx|ty|danke|merci|cheers)(?: (?:a lot|so much|very much|you|paperboy|bot|again))*',
      '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]+|:(?:[a-z_]{2,30}:|-?[()dp])',
      '(?:nice|great|cool|awesome|perfect|good|well done|good (?:bot|job)|ok|okay|k|got it|lol|wow|love (?:it|this|you))',
    ),
    means: { name: 'help', lead: WELCOME },
  },
  {
    says: says(
      '(?:more|next|next \\d+|\\d+ more|another \\d+|show more|more (?:results|papers|please)|next page|page \\d+|previous(?: page)?|back|(?:show )?the rest|continue)',
    ),
    means: offering(
      'The button below a list of papers shows more of it. Ask for the list again if it is gone.',
      'today',
      'top',
    ),
  },
  {
    says: says(
      '(?:undo|revert|redo|rollback|take (?:it|that) back|oops|undo (?:that|it|last|(?:(?:the|my|this|our) )?(?:last )?change))',
    ),
    means: offering(
      'Press Undo below the answer to the change. You can also look at what this channel gets now, or resume posts.',
      'topics',
      'schedule',
      'resume',
    ),
  },
  {
    says: says(
      '(?:how (?:do|can|could|should|to)(?: (?:i|we|you|one))? )?(?:make|edit|change|narrow|widen|broaden|refine)(?: (?:down|my|our|the|a|this|topics?|subscription|query|it))* (?:narrower|broader|wider|more (?:specific|general|precise)|less (?:broad|narrow))',
      'how (?:do|can|to)(?: (?:i|we|you))? (?:narrow|refine|widen|broaden)(?: (?:down|my|our|the|a|this|topics?|subscription|query|it))*',
    ),
    means: 'help edit',
  },
  {
    says: says(`${HOW} ([a-z?-]+)${ABOUT}`, `([a-z]+) (?:help|usage|syntax|command|how|\\?)`),
    means: (...found) => {
      const word = firstOf(found);
      if (SYNTAX.has(word.toLowerCase())) return { name: 'help', syntax: '' };
      return TOPICS.get(word.toLowerCase()) ?? `help ${word}`;
    },
  },
];

/** What people type when they mean `subscribe`, and the topic in the sentence around it. */

import { CATEGORIES, categoryQuery, sayCategory } from '../category.ts';
import { misused, offering, type Phrase } from '../command.ts';
import { typedForMe } from '../for-me-words.ts';
import { askedFor, isAboutPapers, ofAKind } from './asked-for.ts';
import { authorQuery } from './author-names.ts';
import { LISTING, listingMeant } from './listing-link.ts';
import { firstOf, says } from './match.ts';
import { SOURCE_NAMES } from './source-names.ts';

/** `subscribe me to color`, `subscribe to the topic color`; "topic modeling" is a topic. */
const TO =
  /^(?:(?:me|us|everyone|everybody|(?:this|the|our|my)\s+(?:channel|team|group)|here)\s+(?=to\s))?(?:(?:to|for)\s+(?:(?:the\s+)?topic\s+(?!model|detect|segment|classif|extract|discover|drift|coheren))?|the\s+topic\s+)(?=\S)/i;
/** `author LeCun`. */
const AUTHOR = /^(?:the\s+)?author:?\s+(.+)$/i;
/** `rl but ignore video`. */
const BUT = /,? but (?:ignore|exclude|leave out|skip|without|no|not) ("[^"]+"|[\p{L}\p{N}_-]+)$/iu;
/** `subscribe diffusion daily`: a rhythm is the channel's, and not a topic's. */
const WITH_RHYTHM =
  '(.+?),? (daily|weekly|monthly|(?:every|each) (?:day|week|weekday|morning|month|monday|tuesday|wednesday|thursday|friday)|once a (?:day|week|month))(?: (?:at|on) .+)?';
const EVERYTHING = offering('`*` stands for every paper of every digest.', 'subscribe *');
const SUBSCRIBE = '(?:subscribe|follow|sub|abonniere|watch for|track)';

export const SUBSCRIBE_PHRASES: readonly Phrase[] = [
  { says: says(`${SUBSCRIBE}(?: to)? (?:everything|all|all papers|all the papers)`), means: EVERYTHING },
  {
    // A person who follows nothing yet, and no topic.
    says: says(`${SUBSCRIBE}(?: to)? (?:me|us|myself|you|it|this|that|here|(?:this|the) channel)(?: too)?`),
    means: misused('subscribe', 'Which topic? Name it, or press the button below a search.', ['topics']),
  },
  {
    says: says(`(?:${SUBSCRIBE}|add)(?: to)?(?: (?:the )?arxiv(?: categor(?:y|ies))?:?)? ${CATEGORIES}`),
    means: (names) => offering(sayCategory(names), `subscribe ${categoryQuery(names)}`),
  },
  {
    says: says(`${SUBSCRIBE}(?: to)? ${LISTING}`),
    means(link) {
      const meant = listingMeant(link);
      return typeof meant === 'object' && meant.query !== undefined && meant.sort !== 'votes'
        ? `subscribe ${meant.query}`
        : undefined;
    },
  },
  {
    says: says(`${SUBSCRIBE} (daily|weekly|monthly|weekdays)`),
    means: (rhythm) =>
      offering(
        'When posts arrive is set for the whole channel.',
        `schedule ${rhythm}`,
        `subscribe "${rhythm}"`,
      ),
  },
  {
    says: says(`${SUBSCRIBE} ${WITH_RHYTHM}`),
    means: (topic, rhythm) =>
      offering(
        `How often posts arrive is set for the whole channel: \`/papers schedule ${rhythm}\`.`,
        `subscribe ${topicOf(topic)}`,
        'schedule',
      ),
  },
  {
    says: says(
      '(?:add|create) (?:(?:a|new|the) )*(?:topic|subscription|keyword|alert|interest):? (.+)',
      // "new topic modeling" is a search.
      'new (?:topic|subscription|keyword|alert|interest): (.+)',
      'add (.+) (?:to|as)(?: (?:my|our|the|a|list of|feed of))* (?:topics?|subscriptions?|keywords?|interests|feed|watch ?list|topic list)',
      'abonniere (.+)',
    ),
    means: (...found) => `subscribe ${firstOf(found)}`,
  },
  {
    says: says(
      '(?:notify|alert|ping|update|email|remind|inform|keep|tag)(?: (?:me|us|posted|updated|informed))+ (?:about|of|on|when(?: there (?:is|are))?|for|if(?: there (?:is|are))?)(?: (?:any|new|papers?|a|all|something|someone|the))* (?:(?:about|on) )?((?:by )?.+?)(?: (?:comes? (?:up|out)|appears?|(?:is|are|gets?) (?:published|out|posted)|shows? up))?',
      '(?:let me know|tell me|tell us|mention me) (?:when|if)(?: (?:there|is|are|any|new|papers?|a|something|someone|the|about|on))* (.+?)(?: (?:comes? (?:up|out)|appears?|(?:is|are|gets?) (?:published|out|posted)|shows? up))?',
      '(?:set up|create|make|turn on|start|get)(?: (?:an?|some|new|email|the|me|us))* (?:alerts?|notifications?|feed|subscription) (?:for|on|about) (.+)',
      '(?:track|monitor|watch) (?:(?:new|the|all) )*(?:papers|topic|research|author) (?:(?:about|on|for) )?((?:by )?.+)',
      "(?:i am|i'm|we are|we're) interested in (.+)",
      'subscription (?:to|for) (.+)',
      "(?:i'm|we're|i|we) (?:only |mostly |just )?(?:interested in|care about|work on|working on|study) (.+)",
    ),
    means: (...found) => {
      const topic = topicOf(firstOf(found));
      return offering(
        'Subscribe this channel to it, follow it for yourself, or search once?',
        `subscribe ${topic}`,
        typedForMe(`subscribe ${topic}`),
        `search ${topic}`,
      );
    },
  },
  {
    // A longer line may be a title.
    says: says(`(add|track|monitor) (?!@|${SOURCE_NAMES}$)([^\\s:]+(?: [^\\s:]+)?)`),
    means: (verb, topic) =>
      offering('Subscribe this channel to it, or search?', `subscribe ${topic}`, `search ${verb} ${topic}`),
  },
  {
    says: says(
      '(?:send|post|deliver|get|give)(?: me| us)?(?: (?:it|them|the|my|all|new|papers?|posts?|digests?))* (?:(?:to|in|by|via|as) )?(?:(?:my|a|me) )?(?:dms?|pms?|direct messages?)',
    ),
    means: misused(
      'subscribe',
      'Papers come to you alone on the topics that you follow for yourself. End a subscription with `for me`, as in `/papers subscribe lora for me`.',
      ['topics for me', 'topics'],
    ),
  },
  {
    // No topic is named.
    says: says(
      '(?:dm|pm|direct message) me(?: (?:(?:the|my|your|all|every|any|new|daily|weekly|these|of) )*(?:digests?|posts?|papers?|everything|updates?|all|it|them|these))?(?: (?:daily|every (?:day|morning|week)|instead))?',
      '(?:tell|answer|message|write)(?: to)? me (?:in private|privately|directly)',
    ),
    means: offering(
      'Papers come to you alone on the topics that you follow for yourself. `*` stands for every paper of every digest.',
      typedForMe('subscribe *'),
      'topics for me',
    ),
  },
  {
    says: says(
      '(?:dm|pm|direct message|message) me (?:(?:new|the|all|any) )*(?:papers )?(?:(?:about|on|by|for|with) )?(.+)',
      `${SUBSCRIBE} (.+) (?:by|via|as) (?:a )?(?:dms?|pm|direct messages?)`,
    ),
    means: (...found) => {
      const topic = topicOf(firstOf(found));
      return offering('Papers come to you alone, by direct message.', typedForMe(`subscribe ${topic}`));
    },
  },
];

/** A topic as typed, without the sentence around it: `to papers about color` is `color`. */
export function withoutLead(typed: string): string {
  const topic = typed.replace(TO, '').replace(BUT, ' -$1');
  const author = AUTHOR.exec(topic)?.[1];
  const byAuthor = author === undefined ? undefined : authorQuery(author);
  if (byAuthor !== undefined) return byAuthor;
  return isAboutPapers(topic) ? (askedFor(topic)?.query ?? topic) : ofAKind(topic);
}

/** `by Chelsea Finn` is the author. */
function topicOf(typed: string): string {
  const author = /^by (.+)$/i.exec(typed.trim())?.[1];
  return (author && authorQuery(author)) ?? withoutLead(typed.trim());
}

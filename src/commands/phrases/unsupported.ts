/** What people ask for that Paperboy can't do. Each is told in a sentence, with what to do instead. */

import { misused, offering, type Parsed, type Phrase, telling } from '../command.ts';
import { CHANNEL_PHRASES } from './channels.ts';
import { CITATION_PHRASES } from './citations.ts';
import { LANGUAGE_PHRASES } from './languages.ts';
import { says } from './match.ts';
import { SOURCE_NAMES } from './source-names.ts';

export const UNSUPPORTED_PHRASES: readonly Phrase[] = [
  {
    says: says(
      '(?:set (?:up )?|create |add |make )?(?:an? )?reminders?|remind (?:me|us)(?: (?:to|of|about|again|later|in|on|at|tomorrow|today|tonight|next|this|that|it|read|look|week|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day|paper|\\d{1,2}|hours?|days?|am|pm))*',
    ),
    means: telling(
      "I can't remind you of a paper at a time of your choice. Press Save below it to put it on your reading list.",
      'saved',
    ),
  },
  {
    says: says(
      '(?:(?:please )?(?:post|reply|answer|send)(?: (?:it|them|papers|posts?|digests?|me|us))* |use |(?:stop|no|disable|turn off|enable|turn on) (?:posting |using )?)(?:(?:in|as|to|into) )?(?:a |the )?threads?',
    ),
    means: (): Parsed =>
      misused('layout', "Where a post goes can't be chosen: a short layout takes less room.", [
        'layout compact',
        'layout titles',
      ]),
  },
  ...CHANNEL_PHRASES,
  ...LANGUAGE_PHRASES,
  ...CITATION_PHRASES,
  {
    says: says(
      "(?:export|download|backup|back up|save|copy|share|print|dump)(?: (?:all|of|my|our|the|these|this channel's))* (?:topics|subscriptions|keywords|settings|configuration|config|interests|follows)(?: (?:to|as|in|into) .{2,40})?",
      '(?:backup|back up)(?: (?:everything|all))?',
    ),
    means: telling(
      "I can't write a file in chat. `/papers topics` lists the topics, and `/papers subscribe` takes several at once elsewhere. Those who run this Paperboy can export all channels with `paperboy export`.",
      'topics',
    ),
  },
  {
    says: says(
      '(?:import|upload|load|restore|copy|migrate|transfer|move)(?: (?:all|of|my|our|the|a|some|list|these))* (?:topics|subscriptions|keywords|opml|settings|configuration|config|interests|follows)(?: (?:from|in|into|to) .{2,40})?',
      '(?:import|upload|load)(?: from)?(?: (?:a|an|my|the|some))* (?:files?|csv|opml|json|bibtex|ris|zotero|mendeley|endnote|spreadsheet|list)(?: (?:file|library|list|export))?',
    ),
    means: telling(
      "I can't read files in chat. Paste the topics after `/papers subscribe`, with commas or line breaks between them.",
      'help subscribe',
      'topics',
    ),
  },
  {
    // Which sources there are is set where Paperboy runs, not in chat.
    says: says(
      `(?:(?:can|could|do|does|will|are|is) (?:you|this|it|paperboy|the bot|we) )?(?:include|cover|support|have|index|add|connect|enable)(?: (?:papers|from|of|also|the|a|new))* ${SOURCE_NAMES}(?: (?:too|as well|papers|as (?:a )?source|here))*`,
      `(?:add|connect|include|enable|remove|disable|change|set)(?: (?:a|an|the|new|another|this|rss))* (?:sources?|feeds?|journals?|conferences?)(?:(?::| from)? (?:https?:\\S+|${SOURCE_NAMES}))?`,
      `(?:what about|why no|why not) ${SOURCE_NAMES}`,
    ),
    means: telling(
      'Where papers come from is set by the people who run this Paperboy, for all channels. `/papers status` lists the sources.',
      'status',
    ),
  },
  {
    says: says(
      "(?:post|send|publish|deliver|run|push|repost|resend|trigger)(?: (?:the|a|next|today's|yesterday's|last|this|digest|posts?|papers|it))* (?:now|again|immediately|right now|right away|asap)",
      "(?:repost|resend|send again|post again)(?: (?:the|a|next|today's|yesterday's|last|this|digest|posts?|papers|it))*",
    ),
    means: telling(
      "Posts arrive on schedule, each once, and can't be sent by hand. You can preview the next one, and share papers with the channel.",
      'preview',
      'today',
      'schedule',
    ),
  },
  {
    says: says(
      "(?:why|don't|no|stop|never)(?: (?:the|do|did|are|i|we|you|send|sending|post|posting|repeat|repeating|get|see|there))* (?:same|duplicates?|double|repeated|two|repeats)(?: (?:papers?|posts?|digests?|ones?))?(?: (?:again|twice|today|every day|as yesterday|here))*",
      '(?:the )?(?:same|repeated|duplicate) (?:papers?|posts?|digests?)(?: (?:again|twice|today|every day|as yesterday|here))+',
      "(?:don't|do not|never|stop)(?: (?:repeat|repeating|post|send|posting|sending))+ (?:the same |old )?papers?(?: (?:again|twice))*",
      '(?:(?:i|we) )?(?:already )?(?:got|saw|had|seen|read) (?:this|that|it|these)(?: (?:one|paper|papers|post))?(?: (?:already|before|twice|yesterday))+',
    ),
    means: telling(
      'A channel gets each paper once, and one post a day at most. `/papers why <id>` says when it was posted.',
      'status',
      'help why',
    ),
  },
  {
    says: says(
      '(?:swap|reorder|move|sort|merge|combine|join|reverse|rearrange)(?: (?:the|my|our|these|two|all))* (?:topics?|subscriptions?)(?: (?:#?\\d|by|to|up|down|and|alphabetically|into|in|with).{0,80})?',
    ),
    means: telling(
      'Topics are listed in the order they were added. To merge two, edit the first, as in `/papers edit #1 lora OR adapters`, and unsubscribe from the other.',
      'topics',
      'help edit',
    ),
  },
  {
    says: says(
      "(?:open|show|read|see|view|expand|get|what is|what's|tell me about|summari[sz]e|explain)(?: me)? (?:the )?(?:first|second|third|fourth|fifth|last|top|next)(?: (?:one|paper|result|entry))",
      "(?:open|show|read|see|view|expand|get|what is|what's|tell me about|summari[sz]e|explain)(?: me)? (?:the )?(?:paper|result|number|entry) #?\\d{1,2}",
      '(?:paper|result|number|entry) #?\\d{1,2}',
      '(?:send|share|forward|post|copy|repost)(?: (?:this|it|that|these|them|paper|the|one))* (?:to|with|in|into) (?:#\\S+|(?:the |my |our )?(?:channel|team|group|everyone|everybody|others|us|colleagues?|lab))',
    ),
    means: telling(
      "Use a paper's buttons to read its abstract or share it, or type its ID, as in `/papers 2511.08544`.",
      'today',
      'saved',
    ),
  },
  {
    says: says(
      "(?:no|skip|don't|stop)(?: (?:more|any|post|posts|posting|send|papers|digests?))* (?:on|over|during|for) (?:the |public |bank |our |my )*(?:holidays?|vacations?|christmas|xmas|easter|thanksgiving|(?:winter|summer|spring|semester) ?breaks?)",
    ),
    means: offering(
      "I don't know about holidays. How long should I pause posts?",
      'pause 1 week',
      'pause 2 weeks',
      'pause 1 month',
      'pause',
    ),
  },
  {
    says: says(
      '(?:(?:show|send|give|post)(?: me| us)? )?(?:only|just) (?:the )?(?:really |very |most )*(?:best|good|great|important|interesting|relevant|popular|top)(?: (?:ones|papers|stuff|posts))?',
    ),
    means: offering(
      'Fewer papers in a post, or the most upvoted first?',
      'limit 3',
      'limit 5',
      'order votes',
      'top this week',
    ),
  },
];

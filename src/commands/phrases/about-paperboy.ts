/** What people ask about Paperboy itself: what it stores, whom to write to, the query language, earlier posts and searches. */
import { type Parsed, type Phrase, telling } from '../command.ts';
import { MOST_RECENT } from '../recent-queries.ts';
import { says } from './match.ts';

const PRIVACY = telling(
  `I store what each channel follows, its settings and who changed them, the posts that I sent, your reading list with its notes, which papers you marked, saved or shared, the libraries that you handed over, and email addresses that get papers, until they unsubscribe. Of your searches, I remember the last ${MOST_RECENT} in each channel until I restart, to complete what you type, and a button that repeats a search may hold it for some months. If no stored paper has all the words of a search, they may be sent to a live source, without your name. \`/papers my-data\` shows what is stored about you, and deletes it, and \`/papers unsubscribe all\` ends the topics here. Removing Paperboy from a workspace deletes what is stored for its channels.`,
  'my-data',
  'topics',
);
const VISIBLE = telling(
  'What I answer you, your reading list with its notes, and what you follow for yourself are shown to you alone. Of a paper or a search, others see what you share with the channel. Everyone in a channel can see its topics, and who added them. After `/papers page on`, its posts can be read outside the channel, too.',
  'saved',
  'topics for me',
  'topics',
);
const CONTACT = telling(
  "I can't pass messages on: please tell the people who run this Paperboy, or an admin here. `/papers status` shows how posts and sources are doing.",
  'status',
  'help',
);
const PAST = telling(
  '`/papers date Dec 12` shows the digest of any day, `/papers top last month` the top papers of a longer period, and `/papers status` the last post here.',
  'yesterday',
  'top last month',
  'status',
);
const SEARCHES = telling(
  "I can't list past searches. To get new papers for a search, press “Follow here” below it.",
  'topics',
);

const DATA = '(?:data|info|information|privacy|account|profile|everything|searches|history)';
const OWN =
  '(?:my|our) (?:(?:personal|own) )?(?:reading lists?|lists?|notes?|searches|queries|topics|saved papers|answers|data)';
const OTHERS =
  '(?:(?:other )?(?:people|users|members|colleagues|teammates)|others|anyone|anybody|everyone|everybody|someone|(?:my|our) (?:boss|advisor|supervisor|team|colleagues)|the (?:team|others|channel|admins?))';
const REPORT = '(?:report|file|submit|send|give|leave|suggest|request|found|have|raise|open|make)';
const ISSUE =
  '(?:bugs?|bug report|issues?|problems?|errors?|feedback|features?|feature request|suggestions?|ideas?|improvements?|complaints?|tickets?)';

/** Parts of the query language. */
const SIGNS =
  '(?:or|and|not|operators?|quotes|wildcards?|regex(?:es|p)?|regular expressions?|phrases?|boolean(?: search)?|brackets|parentheses|fields?|filters?|syntax|prefix(?:es)?|fuzzy search)';

export const ABOUT_PHRASES: readonly Phrase[] = [
  {
    says: says(
      '(?:help )?(?:your |the )?(?:privacy (?:statement|notice|settings)|datenschutz|terms of (?:service|use))',
      'help (?:privacy|gdpr)',
      '(?:what|which)(?: data)? (?:do|does|is|are|will|have) (?:you|paperboy|this bot|it|the bot) (?:store|stored|save|keep|know|collect|collecting|track|log)(?: (?:about|on|of) (?:me|us))?',
      '(?:do|does|are|is|can|will) (?:you|paperboy|this bot|it|the bot) (?:store|storing|save|keep|collect|collecting|track|tracking|log|logging|read|reading|see|share|sell|spy on|record)(?: (?:all|of|my|our|us|me))* (?:messages|data|searches|queries|conversations?|chats?|channels?)',
      `(?:delete|remove|erase|wipe|forget|clear) (?:all )?(?:(?:of )?my|our) (?:personal )?${DATA}`,
      '(?:forget|delete) (?:me|about me)|(?:delete|remove|forget|erase) (?:everything|all|anything|what)(?: that)? (?:you|paperboy|is) (?:have|know|knows|stored|store|saved)(?: (?:on|about|of) (?:me|us))?|(?:is|are) (?:this|it|you|paperboy)(?: bot)? (?:gdpr[- ]?(?:compliant|conform)?|private|anonymous|safe|secure|confidential)|(?:are you|do you|is it|is this) (?:tracking|track|logging|log|spying on|spy on|recording|record) (?:me|us)',
    ),
    means: PRIVACY,
  },
  {
    says: says(
      `(?:can|could|do|does|will|would)(?: any| all)? ${OTHERS}(?: (?:else|here|in (?:the|this) channel|at work))* (?:see|read|view|find|look at|know) (?:${OWN}|what (?:i|we) (?:search(?: for)?|save|saved|read|ask|asked|type|follow|look for|note))(?: (?:here|too|for))*`,
      `(?:is|are|will) (?:${OWN}|what i (?:search|save|read|ask|type|follow)) (?:be )?(?:private|public|visible|shared|secret|shown|seen)(?: (?:to|with|by) ${OTHERS})?`,
      `who (?:else )?(?:can )?sees? (?:${OWN}|this|what i (?:search|save|read|ask|type|follow)(?: for)?)`,
    ),
    means: VISIBLE,
  },
  {
    says: says(
      'help (?:contact|support|bugs?|feedback)',
      `(?:(?:i|we) (?:want to |would like to |'d like to )?)?${REPORT} (?:(?:a|an|the|some|my) )?(?:new )?${ISSUE}`,
      '(?:bug|bug report|feature request|feedback|suggestion): .{2,160}',
      "(?:who are you,? and )?who (?:runs|made|built|maintains|owns|hosts|operates|created|wrote|manages|added|installed|developed|set up|invited) (?:you|this|it|paperboy|this bot|the bot|this thing)(?: (?:here|bot))?|who set (?:you|this|it|paperboy|the bot) up(?: here)?|who set this up(?: here)?|who(?:'s| is| are) (?:your|the|an?|our) (?:admins?|owners?|maintainers?|developers?|creators?|author of this bot)(?: (?:here|(?:of|for) (?:this|you|it|paperboy|the bot|this bot|this channel)))?|who is (?:behind|responsible for) (?:this|it|you|paperboy|this bot)",
      'who(?:m)? (?:do|can|should|could) (?:i|we) (?:contact|ask|talk to|write to|tell|email|message|reach)(?: .{2,60})?',
      '(?:(?:contact|support|e-?mail)(?: (?:address|info|information|details|person))?|address) (?:of|for) (?:(?:the|your|an?) )?(?:support|admins?|maintainers?|developers?|owners?|team|paperboy|(?:this|the) bot)',
      '(?:contact|message|email|call|talk to|speak to|reach|ask)(?: (?:an?|the|your|some))? (?:support|admins?|humans?|developers?|devs?|maintainers?|owner|team|person|someone)',
      "(?:this|it|you|the bot|paperboy|something)(?: (?:bot|thing))?(?: is|'s|'re| are| seems| looks)? (?:broken|buggy|wrong|stuck|glitchy|crashed|crashing|not responding|down again)|(?:this|it|the bot|paperboy) (?:doesn't|does not|isn't|is not) (?:work|working)(?: (?:properly|right|anymore|any more|at all|here|today))?",
    ),
    means: CONTACT,
  },
  {
    says: says(
      '((?:(?:query|search) )?operators?|(?:query|search) (?:syntax|help|fields|filters|tips|options|cheat ?sheet))',
      `(?:(?:how (?:do|can|to)|can|do|does)(?: (?:i|we|you|it|this|one|paperboy))? )?(?:use|write|type|search (?:for|with)|support)(?: (?:a|an|the|exact|with|several|two|multiple))* ${SIGNS}`,
      `(?:do|does|is|are)(?: (?:you|it|this|there|paperboy))+ (?:have |do |know |understand )?${SIGNS}`,
      'help (?:syntax|operators?|query|queries|filters?|fields?|wildcards?|language of queries)',
      '(?:which|what) (?:(?:search|query|are|is|the) )*(?:fields|filters|operators|wildcards|syntax)(?: (?:are|can|do|is|there|i|we|you|use|have|support|available|supported))*',
    ),
    means: (words): Parsed => ({ name: 'help', syntax: words }),
  },
  {
    says: says(
      '(?:show |list |see |view )?(?:(?:all|my|our|the) )*(?:last|recent|past|previous|earlier|old) (?:searches|queries)|(?:my|our) (?:searches|queries|search history)',
      'what (?:did|have) (?:i|we) (?:search|searched|look for|looked for|search for|searched for|ask|asked)(?: (?:for|before|last time|yesterday|today|last week))?',
    ),
    means: SEARCHES,
  },
  {
    says: says(
      '(?:show |list |see |view |browse )?(?:(?:all|my|our|the|your) )*(?:(?:past|previous|earlier|older|old|prior) (?:posts?|digests?|papers|days|messages)|(?:posting|digest|delivery) (?:history|archive|log)|archived? (?:posts?|digests?))',
      '(?:go|scroll) back (?:in time|further|a day|one day)|help history',
    ),
    means: PAST,
  },
  // Words of papers, too: they are searched for, with the way to the answer beside it.
  { says: says('(privacy(?: policy)?|gdpr|data protection)'), means: beside('help privacy') },
  {
    says: says(
      '(feedback|bugs?|contact|support|issues?|github|source code|repo|(?:feature|bug) (?:requests?|reports?)|issue trackers?)',
    ),
    means: beside('help contact'),
  },
  { says: says('(languages?)'), means: beside('help language') },
  {
    says: says('(history|archives?|(?:post|channel) (?:history|archive|log))'),
    means: beside('help history'),
  },
  {
    says: says(
      '(filters?|fields?|wildcards?|boolean(?: (?:search(?:es)?|quer(?:y|ies)))?|(?:boolean|logical) operators?|advanced search|query languages?)',
    ),
    means: beside('help syntax'),
  },
];

/** Searches for the words, and offers a command about Paperboy beside the papers. */
function beside(help: string): (query: string) => Parsed {
  return (query) => ({ name: 'search', query, also: [help] });
}

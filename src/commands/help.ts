/** `help`: shows what can be typed, or more on one command, from the list of commands. */
import { z } from 'zod';
import { COMMAND_GROUPS, type CommandGroup, type CommandSpec } from '../model/command-spec.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import { type Command, offering, type Parsed } from './command.ts';
import type { Context } from './context.ts';
import { says } from './near.ts';
import { offerActions } from './offers.ts';
import { code, reply, text } from './reply.ts';

/** What is said before the help. */
const HELLO =
  "Hi, I'm Paperboy. I post new papers in your channels, or to you alone, and find papers when you ask.";
const WELCOME = "You're welcome.";

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
  ['exclude', 'help search'],
  ['ignore', 'help search'],
  ['combine', 'help search'],
]);

export const help: Command<{ about?: string; lead?: string }> = {
  name: 'help',
  aliases: ['?', '-h', '--help'],
  group: 'about',
  usage: 'help [command]',
  does: 'show all commands, or more on one',
  arguments: [
    { name: 'command', does: 'The command to explain, such as schedule', value: z.string().max(32) },
  ],
  near: [
    {
      says: says(
        '(?:help|hilfe|sos)(?: (?:me|us|please|needed|with this|out|page|menu))*',
        '(?:i|we) need (?:some )?help',
        '(?:commands?|command list|cmds?|menu|manual|man|usage|instructions?|examples?|docs?|documentation|guide|tutorial|faq|readme|about|intro|features|syntax|-+h(?:elp)?|/help)',
        '(?:(?:show|list|see|view|what are) )(?:me )?(?:all )?(?:the |your )?(?:commands|options|features|help)',
        'what (?:can|do|does|should) (?:you|i|we|this|it|paperboy|this bot)(?: (?:do|type|say|use|write|ask)(?: here)?)?|what else(?: can you do)?',
        'how (?:does|do|can|to)(?: (?:i|we|you|this|it|the bot|paperboy|one))?(?: (?:work|use|start|get started|begin)(?: (?:this|it|you|paperboy|the bot))?)|getting started|get started|first steps|how',
        '(?:yes|no|yep|nope|y|n)',
        '(?:query|search) (?:syntax|language|help|operators?)',
      ),
      means: 'help',
    },
    {
      says: says(
        '(?:hi|hello|hey|hallo|yo|good (?:morning|afternoon|evening)|moin|servus|sup|greetings|there)(?: (?:there|paperboy|bot|all|everyone))?',
        "(?:who|what)(?:'s| are| is|r)? (?:you|u|this|paperboy|it|paper ?boy|this bot|paperboy bot)",
        '@?paperboy|bot|introduce yourself|wer bist du|was (?:ist das|kannst du)',
        "what(?:'s| is) (?:this|the|it)(?: (?:bot|app|thing|channel))?(?: (?:for|about|all about))?",
      ),
      means: { name: 'help', lead: HELLO },
    },
    {
      says: says(
        '(?:thanks?|thank you|thx|ty|danke|merci|cheers)(?: (?:a lot|so much|very much|you|paperboy|bot|again))*',
        '(?:nice|great|cool|awesome|perfect|good|well done|good (?:bot|job)|ok|okay|k|got it|lol|wow|love (?:it|this|you))',
      ),
      means: { name: 'help', lead: WELCOME },
    },
    {
      says: says(
        '(?:more|next|show more|more (?:results|papers|please)|next page|page \\d+|previous(?: page)?|back|(?:show )?the rest|continue)',
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
        'Press Undo below the answer to the change. These show what this channel gets now.',
        'topics',
        'schedule',
        'resume',
      ),
    },
    {
      says: says(`${HOW} ([a-z?-]+)${ABOUT}`, `([a-z]+) (?:help|usage|syntax|command|how|\\?)`),
      means: (...found) => {
        const word = found.find((one) => one !== '') ?? '';
        return TOPICS.get(word.toLowerCase()) ?? `help ${word}`;
      },
    },
  ],
  parse(rest, { nameOf }) {
    if (rest === '') return {};
    const about = nameOf(rest);
    return about === undefined ? undefined : { about };
  },
  run({ about, lead }, _caller, { commands }) {
    const command = commands.find(({ name }) => name === about);
    if (command) return reply(oneCommand(command));
    return lead === WELCOME
      ? reply([text(`${WELCOME} \`/papers help\` shows what I can do.`)])
      : overview(commands, lead);
  },
};

/** What each group of commands is called, as the beginning of a sentence that their list ends. */
const TITLES: Record<CommandGroup, string> = {
  find: 'Find papers:',
  follow: 'Follow topics in this channel:',
  when: 'Set when and how posts arrive:',
  read: 'Keep a reading list, and cite papers:',
  about: 'See what is going on:',
};

/** Stands below the commands about topics. */
const FOR_ME =
  'Follow topics for yourself: end a command with `for me`, as in `/papers subscribe lora for me`. Papers then come to you alone, by direct message.';

const QUERIES: readonly (readonly [string, string])[] = [
  ['hyperparameter tuning', 'both words, in title, abstract or keywords'],
  ['"continual learning"', 'the exact phrase'],
  ['rl', 'also finds reinforcement learning, and vice versa, unless in quotes'],
  ['diffusion -video', 'excludes a word'],
  ['(rl OR rlhf) agents', 'either word'],
  ['transform*', 'begins with'],
  ['title:scaling author:"kaiming he" year:2024 upvotes:>20 has:code', 'by field or value'],
];

/** The answer to a misused command: what is wrong with it, and its usage. */
export function misusedReply(
  { about, problem = '', offers = [] }: Pick<Parsed, 'about' | 'problem' | 'offers'>,
  { commands }: Pick<Context, 'commands'>,
): Reply {
  const command = commands.find(({ name }) => name === about);
  const blocks = [text(problem, 'warning'), ...(command ? oneCommand(command) : [])];
  return reply(blocks, { actions: offerActions(offers) });
}

function overview(commands: readonly CommandSpec[], lead?: string): Reply {
  const groups = COMMAND_GROUPS.flatMap((group): Block[] => [
    title(TITLES[group]),
    { kind: 'list', lines: commands.filter((command) => command.group === group).map(usageLine) },
    ...(group === 'follow' ? [text(FOR_ME)] : []),
  ]);
  return reply(
    [
      { kind: 'heading', text: 'Paperboy' },
      ...(lead === undefined ? [] : [text(lead)]),
      text('Type `/papers` followed by:'),
      ...groups,
      title('Searches and topics use the same syntax:'),
      { kind: 'list', lines: QUERIES.map(([query, does]): Line => [...code(query), { text: `  ${does}` }]) },
    ],
    { summary: 'Help: what /papers can do' },
  );
}

function title(words: string): Block {
  return text([{ text: words, style: 'strong' }]);
}

function oneCommand(command: CommandSpec): Block[] {
  const { details, example } = command;
  return [
    text(usageLine(command)),
    ...(details === undefined ? [] : [text(details)]),
    ...(example === undefined ? [] : [text(`For example: \`/papers ${example}\``, 'quiet')]),
  ];
}

function usageLine({ usage, does }: CommandSpec): Line {
  return [...code(`/papers ${usage}`), { text: `  ${does}` }];
}

/** `help`: shows what can be typed, or more on one command, from the list of commands. */
import { z } from 'zod';
import { COMMAND_GROUPS, type CommandGroup, type CommandSpec } from '../model/command-spec.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Command, Parsed } from './command.ts';
import type { Context } from './context.ts';
import { offerActions } from './offers.ts';
import { HELP_PHRASES, WELCOME } from './phrases/help.ts';
import { fieldHelp, queryHelp } from './query-help.ts';
import { code, reply, text } from './reply.ts';

interface Values {
  about?: string;
  lead?: string;
  /** An answer about something else than commands. */
  told?: string | Line;
  offers?: readonly string[];
  /** The query language alone: the words that asked for it, which may be a search. */
  syntax?: string;
}

export const help: Command<Values> = {
  name: 'help',
  aliases: ['?', '-h', '--help'],
  group: 'about',
  usage: 'help [command]',
  does: 'show all commands, or more on one',
  arguments: [
    { name: 'command', does: 'The command to explain, such as schedule', value: z.string().max(32) },
  ],
  phrases: HELP_PHRASES,
  parse(rest, { nameOf }) {
    if (rest === '') return {};
    const about = nameOf(rest);
    return about === undefined ? undefined : { about };
  },
  run({ about, lead, told, offers = [], syntax }, _caller, { commands }) {
    if (told !== undefined) return reply([text(told)], { actions: offerActions(offers) });
    if (syntax !== undefined)
      return reply([...queryHelp(), ...fieldHelp()], {
        actions: offerActions(syntax === '' ? ['help'] : ['help', `search ${syntax}`]),
      });
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

/** The answer to a misused command: what is wrong with it, and its usage. */
export function misusedReply(
  { about, problem = '', offers = [] }: Pick<Parsed, 'about' | 'problem' | 'offers'>,
  { commands }: Pick<Context, 'commands'>,
): Reply {
  const command = commands.find(({ name }) => name === about);
  // Without a command it is a question, and nothing is wrong.
  const blocks = command ? [text(problem, 'warning'), ...oneCommand(command)] : [text(problem)];
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
      ...queryHelp(),
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

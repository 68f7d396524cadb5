/** `help`: shows what can be typed, or more on one command, from the list of commands. */
import { z } from 'zod';
import { COMMAND_GROUPS, type CommandGroup, type CommandSpec } from '../model/command-spec.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Command } from './command.ts';
import type { Context } from './context.ts';
import { code, reply, text } from './reply.ts';

export const help: Command<{ about?: string }> = {
  name: 'help',
  aliases: ['?', '-h', '--help'],
  group: 'about',
  usage: 'help [command]',
  does: 'show all commands, or more on one',
  arguments: [
    { name: 'command', does: 'The command to explain, such as schedule', value: z.string().max(32) },
  ],
  parse(rest, { nameOf }) {
    if (rest === '') return {};
    const about = nameOf(rest);
    return about === undefined ? undefined : { about };
  },
  run({ about }, _caller, { commands }) {
    const command = commands.find(({ name }) => name === about);
    return command ? reply(oneCommand(command)) : overview(commands);
  },
};

/** What each group of commands is called, as the beginning of a sentence that their list ends. */
const TITLES: Record<CommandGroup, string> = {
  find: 'Find papers:',
  follow: 'Follow topics in this channel:',
  when: 'Set when and how posts arrive:',
  read: 'Keep and cite papers:',
  about: 'See what is going on:',
};

const QUERIES: readonly (readonly [string, string])[] = [
  ['hyperparameter tuning', 'both words, in title, abstract or keywords'],
  ['"continual learning"', 'the exact phrase'],
  ['diffusion -video', 'excludes a word'],
  ['(rl OR rlhf) agents', 'either word'],
  ['transform*', 'begins with'],
  ['title:scaling author:"kaiming he" year:2024 upvotes:>20 has:code', 'by field or value'],
];

/** The answer to a misused command: what is wrong with it, and its usage. */
export function misusedReply(about: string, problem: string, { commands }: Pick<Context, 'commands'>): Reply {
  const command = commands.find(({ name }) => name === about);
  return reply([text(problem, 'warning'), ...(command ? oneCommand(command) : [])]);
}

function overview(commands: readonly CommandSpec[]): Reply {
  const groups = COMMAND_GROUPS.flatMap((group): Block[] => [
    text(TITLES[group]),
    { kind: 'list', lines: commands.filter((command) => command.group === group).map(usageLine) },
  ]);
  return reply(
    [
      { kind: 'heading', text: 'Paperboy' },
      text('Type `/papers` followed by:'),
      ...groups,
      text('Searches and topics use the same syntax:'),
      { kind: 'list', lines: QUERIES.map(([query, does]): Line => [...code(query), { text: `  ${does}` }]) },
    ],
    { summary: 'Help: what /papers can do' },
  );
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

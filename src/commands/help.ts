/** Answers `help` from the table of commands. */
import type { Block, Line, Reply } from '../model/message.ts';
import { COMMAND_NAMES, type CommandName, USAGES } from './command.ts';
import { code, inline, reply, text } from './reply.ts';

const QUERIES: readonly (readonly [string, string])[] = [
  ['hyperparameter tuning', 'both words, in title, abstract or keywords'],
  ['"continual learning"', 'the exact phrase'],
  ['diffusion -video', 'excludes a word'],
  ['(rl OR rlhf) agents', 'either word'],
  ['transform*', 'begins with'],
  ['title:scaling author:"kaiming he" year:2024 upvotes:>20 has:code', 'by field or value'],
];

export function help(about?: CommandName): Reply {
  return about === undefined ? overview() : reply(oneCommand(about));
}

/** The answer to a misused command: what is wrong with it, and its usage. */
export function misused(about: CommandName, problem: string): Reply {
  return reply([text(problem, 'warning'), ...oneCommand(about)]);
}

function overview(): Reply {
  return reply(
    [
      { kind: 'heading', text: 'Paperboy' },
      text('Type `/papers` followed by:'),
      { kind: 'list', lines: COMMAND_NAMES.map(usageLine) },
      text('Searches and topics use the same syntax:'),
      { kind: 'list', lines: QUERIES.map(([query, does]): Line => [...code(query), { text: `  ${does}` }]) },
    ],
    { summary: 'Help: what /papers can do' },
  );
}

function oneCommand(about: CommandName): Block[] {
  const { example } = USAGES[about];
  return [
    text(usageLine(about)),
    ...(example === undefined ? [] : [text(inline(`For example: \`/papers ${example}\``), 'quiet')]),
  ];
}

function usageLine(name: CommandName): Line {
  const { usage, does } = USAGES[name];
  return [...code(`/papers ${usage}`), { text: `  ${does}` }];
}

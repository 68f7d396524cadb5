/** `paperboy digest FILE`: reads a digest and prints it, without storing anything. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type ParseOptions, parseDigests } from '../digest/parse.ts';
import { counted } from '../model/counted.ts';
import { badUsage } from '../model/errors.ts';
import { Day, type Digest } from '../model/paper.ts';
import { digestHtml } from './html.ts';
import { printableJson } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { digestText } from './text.ts';

export async function runDigest(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' }, 'as-of': { type: 'string' } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw badUsage('`digest` needs one file, or - for standard input.');
  }
  const print = PRINTERS[values.format];
  if (print === undefined) {
    throw badUsage(`--format is text, json or html, not "${values.format}".`);
  }
  const asOf = asOfOption(values['as-of']);
  return terminal.print(print(await readDigests(path, asOf, terminal), terminal));
}

/** Reads the digests of a file, and says which day was used for papers without a date, and for how many. */
export async function readDigests(
  path: string,
  asOf: Day | undefined,
  terminal: Terminal,
): Promise<Digest[]> {
  const onGuess: NonNullable<ParseOptions['onGuess']> = (day, undated) => {
    const what =
      undated === undefined
        ? 'No date was found'
        : `${undated.count} of ${counted(undated.of, 'paper')} ${undated.count === 1 ? 'has' : 'have'} no date`;
    terminal.complain(`${what}, so today's is used: ${day}. Set another day with --as-of DATE.`);
  };
  return parseDigests(await terminal.read(path), {
    asOf,
    fileName: basename(path),
    now: Date.now(),
    onGuess,
  });
}

/** @throws PaperboyError `bad-usage` when it isn't a day */
export function asOfOption(asOf: string | undefined): Day | undefined {
  const day = Day.optional().safeParse(asOf);
  if (!day.success) throw badUsage(`--as-of needs a day such as 2025-12-12, not "${asOf}".`);
  return day.data;
}

type Printer = (digests: Digest[], terminal: Terminal) => string;

const PRINTERS: Record<string, Printer | undefined> = {
  text: (digests, terminal) => digests.map((digest) => digestText(digest, terminal)).join('\n'),
  /** One digest is an object; several, as from two pages in one file, are an array. */
  json: (digests) => `${printableJson(digests.length === 1 ? digests[0] : digests)}\n`,
  html: (digests) => digestHtml(digests),
};

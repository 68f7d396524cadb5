/** Defines what a command of `/papers` is. Parser, help, permissions, native menus and docs derive from its definition. */
import type { z } from 'zod';
import type { CommandArgument, CommandSpec } from '../model/command-spec.ts';
import type { Line, Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';

/** One argument. Platforms take its choices and limits from `value`: an enum, an integer, a boolean or a text. */
export interface Argument extends Pick<CommandArgument, 'name' | 'does' | 'required' | 'completes'> {
  value: z.ZodType;
}

/** How a command describes itself in its own file. */
export interface Description extends Omit<CommandSpec, 'aliases' | 'arguments'> {
  aliases?: readonly string[];
  arguments?: readonly Argument[];
}

/** One command, on the list in `registry.ts`. `Values` is what its words are read as. */
export interface Command<Values extends object = object> extends Description {
  /**
   * Reads what is typed behind the name: values, what is wrong with them, or another command that it means. Undefined
   * where the words are a search that happens to begin with the command's name, or a misuse where the command was chosen.
   */
  parse(rest: string, line: TypedLine): Values | Parsed | Problem | undefined;
  run(values: Values, caller: Caller, context: Context): Promise<Reply> | Reply;
  /** What else people type when they mean it. */
  phrases?: readonly Phrase[];
}

/** Words that people type for a command beside its name and its own words. */
export interface Phrase {
  /** Matches the whole line, as `plainly` leaves it. It must take linear time: see `says`. */
  says: RegExp;
  /** What they mean, from the groups of `says` (`''` for one that is missing); undefined where it is something else after all. */
  means: Meaning | ((...groups: string[]) => Meaning | undefined);
}

/** A command as it is typed after `/papers`, or as it is understood. */
export type Meaning = string | Parsed;

/** The whole line that a command was found in. */
interface TypedLine {
  typed: string;
  /** The name of the command that a word is the name or an alias of. */
  nameOf(word: string): string | undefined;
}

export interface Problem {
  problem: string;
  /** A search that the words may be meant as, where they were typed and no command was chosen. */
  query?: string;
  /** Commands that the words may be meant as, each with a button. */
  offers?: readonly string[];
}

/** A command as it was understood: its name, and the values that its words were read as. */
export interface Parsed {
  name: string;
  /** Of a search. */
  query?: string;
  /** Of a search or a misuse: it is carried out as this command where all of its IDs are of papers that are stored. */
  unless?: { name: string; ids: string[] };
  /** It is carried out in the person's own conversation, wherever it was typed. */
  forMe?: true;
  /** It is the matter of whoever types it, and changes nothing of the channel, though the command may otherwise. */
  isOwn?: true;
  /** Of `misused`, a command that was begun but cannot be carried out: which, and why. */
  about?: string;
  problem?: string;
  /** Of `misused` and `help`: commands that may be meant, as they are typed after `/papers`. Each is offered as a button. */
  offers?: readonly string[];
  [value: string]: unknown;
}

export function misused(about: string, problem: string, offers: readonly string[] = []): Parsed {
  return { name: 'misused', about, problem, ...(offers.length > 0 ? { offers } : {}) };
}

/** Words that may be meant as a command, but could be something else: each of `offers` gets a button, and nothing is done. */
export function offering(said: string, ...offers: readonly string[]): Parsed {
  return misused('', said, offers);
}

/** An answer to what is asked about Paperboy, or for what it can't do, with commands that help. A text has commands between backticks. */
export function telling(told: string | Line, ...offers: readonly string[]): Parsed {
  return { name: 'help', told, ...(offers.length > 0 ? { offers } : {}) };
}

/** The values of a command without arguments. */
export type Nothing = Record<string, never>;

/** `parse` of a command without arguments. */
export function takesNothing(rest: string): Nothing | undefined {
  return rest === '' ? {} : undefined;
}

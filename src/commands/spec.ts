/** Turns a command's definition into the data that adapters get, with choices and limits from the schemas of its arguments. */
import { z } from 'zod';
import type { CommandArgument, CommandSpec } from '../model/command-spec.ts';
import type { Argument, Command } from './command.ts';

export function specOf({
  parse: _parse,
  run: _run,
  phrases: _phrases,
  aliases = [],
  arguments: given = [],
  ...rest
}: Command): CommandSpec {
  return { ...rest, aliases, arguments: given.map(argumentOf) };
}

export function argumentOf({ value, ...argument }: Argument): CommandArgument {
  const { type, enum: choices, minimum, maximum, maxLength } = z.toJSONSchema(value);
  if (type === 'boolean') return { ...argument, kind: 'switch' };
  if (type === 'integer') {
    if (minimum === undefined || maximum === undefined) throw new Error(`${argument.name} needs a range`);
    return { ...argument, kind: 'number', min: minimum, max: maximum };
  }
  if (choices) return { ...argument, kind: 'text', choices: choices.map(String) };
  return { ...argument, kind: 'text', ...(maxLength === undefined ? {} : { maxLength }) };
}

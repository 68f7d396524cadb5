/** Translates a subcommand of `/digest` and its options into what is typed after `/papers`. */
import type { APIApplicationCommandInteractionDataBasicOption } from 'discord.js';
import type { CommandArgument, CommandSpec } from '../../src/model/command-spec.ts';

export type Options = ReadonlyMap<string, string>;

export function optionsOf(options: readonly APIApplicationCommandInteractionDataBasicOption[] = []): Options {
  return new Map(
    options.map((option) => [option.name, 'value' in option ? String(option.value).trim() : '']),
  );
}

/** All options as they were given, in the order in which they are typed: what contradicts itself is refused by the core. */
export function typedFor(name: string, options: Options, specs: readonly CommandSpec[]): string {
  const values = (specs.find((spec) => spec.name === name)?.arguments ?? []).map(({ name, kind }) => {
    const value = options.get(name) ?? '';
    if (kind !== 'switch') return value;
    return value === 'true' ? 'on' : 'off';
  });
  return [name, ...values.filter((value) => value !== '')].join(' ');
}

/** What completes an option of a subcommand, or of the command that is typed without a name. */
export function completesOf(
  subcommand: string | undefined,
  option: string,
  specs: readonly CommandSpec[],
): CommandArgument['completes'] {
  const spec = specs.find(({ name, isDefault }) =>
    subcommand === undefined ? isDefault : name === subcommand,
  );
  return spec?.arguments.find(({ name }) => name === option)?.completes;
}

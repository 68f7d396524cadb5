/** Refuses options that a command does not have, and suggests the word that was meant. */
import type { CliCommand } from '../model/adapter-definition.ts';
import { editDistance } from '../model/edit-distance.ts';
import { badUsage } from '../model/errors.ts';

/** So many typing errors still make a suggestion. */
const SLIPS = 2;

/** @throws PaperboyError `bad-usage` naming the first option, before `--`, that the command does not have */
export function checkOptions({ options = [] }: Pick<CliCommand, 'options'>, args: readonly string[]): void {
  for (let at = 0; at < args.length && args[at] !== '--'; at++) {
    const [, name, given] = /^--([^=]+)(=)?/s.exec(args[at] ?? '') ?? [];
    if (name === undefined) continue;
    const known = options.find((option) => option.name === name);
    if (known === undefined)
      throw badUsage(
        noOption(
          name,
          options.map((option) => option.name),
        ),
      );
    // Its value may begin with dashes.
    if (known.value !== undefined && given === undefined) at++;
  }
}

/** What was meant by a word that there is none of, as the beginning of a sentence after it; empty where nothing is near. */
export function suggestion(word: string, among: readonly string[], written = (name: string) => name): string {
  const near = among
    .map((name) => ({ name, slips: editDistance(word, name, SLIPS) }))
    .filter(({ name, slips }) => slips <= SLIPS && slips < name.length / 2)
    .sort((a, b) => a.slips - b.slips);
  return near[0] === undefined ? '' : ` Did you mean \`${written(near[0].name)}\`?`;
}

function noOption(name: string, names: readonly string[]): string {
  const meant = suggestion(name, names, (one) => `--${one}`);
  return `There is no option --${name}.${meant} Put -- before text that begins with dashes.`;
}

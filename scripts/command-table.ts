/**
 * Writes the table of commands into the README, from what each command says of itself:
 *
 *     npm exec -- node scripts/command-table.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { COMMAND_SPECS } from '../src/commands/registry.ts';
import type { CommandSpec } from '../src/model/command-spec.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const TABLE =
  /(?<=<!-- commands: `scripts\/command-table\.ts` writes this -->\n)[\s\S]*?(?=\n<!-- end of commands -->)/;

/** The text with its table of commands replaced. */
export function withCommandTable(readme: string, specs: readonly CommandSpec[]): string {
  if (!TABLE.test(readme)) throw new Error('README.md has no place for the table of commands');
  return readme.replace(TABLE, () => commandTable(specs));
}

function commandTable(specs: readonly CommandSpec[]): string {
  const rows = specs.map(({ usage, does, details }) => {
    const sentence = `${does.charAt(0).toUpperCase()}${does.slice(1)}.`;
    return `| \`/papers ${usage.replaceAll('|', '\\|')}\` | ${[sentence, details].filter((part) => part).join(' ')} |`;
  });
  return ['| Command | What it does |', '|---|---|', ...rows].join('\n');
}

if (import.meta.main) {
  writeFileSync(README, withCommandTable(readFileSync(README, 'utf8'), COMMAND_SPECS));
}

/**
 * Writes the table of commands into docs/commands.md, from what each command says of itself:
 *
 *     npm exec -- node scripts/command-table.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { COMMAND_SPECS } from '../src/commands/registry.ts';
import type { CommandSpec } from '../src/model/command-spec.ts';

const PAGE = fileURLToPath(new URL('../docs/commands.md', import.meta.url));
const TABLE =
  /(?<=<!-- commands: `scripts\/command-table\.ts` writes this -->\n)[\s\S]*?(?=\n<!-- end of commands -->)/;

/** The text with its table of commands replaced. */
export function withCommandTable(page: string, specs: readonly CommandSpec[]): string {
  if (!TABLE.test(page)) throw new Error('docs/commands.md has no place for the table of commands');
  return page.replace(TABLE, () => commandTable(specs));
}

function commandTable(specs: readonly CommandSpec[]): string {
  const rows = specs.map(({ usage, does, details }) => {
    const sentence = `${does.charAt(0).toUpperCase()}${does.slice(1)}.`;
    return `| \`/papers ${usage.replaceAll('|', '\\|')}\` | ${[sentence, details].filter((part) => part).join(' ')} |`;
  });
  return ['| Command | What it does |', '|---|---|', ...rows].join('\n');
}

if (import.meta.main) {
  writeFileSync(PAGE, withCommandTable(readFileSync(PAGE, 'utf8'), COMMAND_SPECS));
}

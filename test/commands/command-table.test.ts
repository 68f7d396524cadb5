import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withCommandTable } from '../../scripts/command-table.ts';
import { COMMAND_SPECS } from '../../src/commands/registry.ts';

const page = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');

test('the table of commands says what the commands say of themselves', () => {
  expect(page, 'run `npm exec -- node scripts/command-table.ts`').toBe(withCommandTable(page, COMMAND_SPECS));
});

test('a command that the table does not have is seen', () => {
  const [first] = COMMAND_SPECS;
  const renamed = first ? [{ ...first, usage: 'another <a | b>' }] : [];
  expect(withCommandTable(page, renamed)).not.toBe(page);
  expect(withCommandTable(page, renamed)).toContain('| `/papers another <a \\| b>` |');
});

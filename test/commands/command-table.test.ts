import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withCommandTable } from '../../scripts/command-table.ts';
import { COMMAND_SPECS } from '../../src/commands/registry.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test("the README's table of commands says what the commands say of themselves", () => {
  expect(readme, 'run `npm exec -- node scripts/command-table.ts`').toBe(
    withCommandTable(readme, COMMAND_SPECS),
  );
});

test('a command that the table does not have is seen', () => {
  const [first] = COMMAND_SPECS;
  const renamed = first ? [{ ...first, usage: 'another <a | b>' }] : [];
  expect(withCommandTable(readme, renamed)).not.toBe(readme);
  expect(withCommandTable(readme, renamed)).toContain('| `/papers another <a \\| b>` |');
});

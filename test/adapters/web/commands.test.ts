import { expect, test } from 'vitest';
import { COMMANDS as ALL } from '../../../src/commands/registry.ts';

// The page's modules are plain JavaScript, checked by a configuration of their own.
const page: string = '../../../adapters/web/page/commands.js';
const { COMMANDS } = (await import(page)) as { COMMANDS: { insert: string }[] };

test('the message box offers every command there is, and none that is not', () => {
  const offered = COMMANDS.map(({ insert }) => insert.replace('/papers', '').trim()).filter(
    (name) => name !== '',
  );
  // A search needs no word before it, so it is offered as `/papers ` alone.
  expect(offered.toSorted()).toEqual(
    ALL.map(({ name }) => name)
      .filter((name) => name !== 'search')
      .toSorted(),
  );
});

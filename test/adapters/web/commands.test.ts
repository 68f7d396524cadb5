import { expect, test } from 'vitest';
import { COMMAND_SPECS } from '../../../src/commands/registry.ts';
import type { CommandSpec } from '../../../src/model/command-spec.ts';

// The page's modules are plain JavaScript, checked by a configuration of their own.
const page: string = '../../../adapters/web/page/menu.js';
interface MenuItem {
  insert: string;
  rest: string;
  hint: string;
}
const { menuItems, matching } = (await import(page)) as {
  menuItems: (specs: readonly CommandSpec[]) => MenuItem[];
  matching: (text: string, items: MenuItem[]) => MenuItem[];
};
const items = menuItems(COMMAND_SPECS);

test('the message box offers every command there is, and none that is not', () => {
  const offered = items
    .map(({ insert }) => insert.replace('/papers', '').trim())
    .filter((name) => name !== '');
  // A search needs no word before it, so it is offered as `/papers ` alone.
  const names = COMMAND_SPECS.map(({ name }) => name).filter((name) => name !== 'search');
  expect(offered.toSorted()).toEqual(names.toSorted());
});

test('a command that wants more leaves room for it and shows an example; a whole one is sent at once', () => {
  const find = (name: string) => items.find(({ insert }) => insert.trim() === `/papers ${name}`.trim());
  expect(find('')).toMatchObject({ insert: '/papers ', rest: 'hyperparameter tuning' });
  expect(find('date')).toEqual({
    insert: '/papers date ',
    rest: '2025-12-12',
    hint: 'Show the digest for a day',
  });
  expect(find('order')).toMatchObject({
    insert: '/papers order ',
    rest: 'votes|relevance|date|trending|taste',
  });
  expect(find('topics')).toMatchObject({ insert: '/papers topics', rest: '' });
  expect(find('help')).toMatchObject({ insert: '/papers help', rest: '' });
});

test('the menu closes once a command is whole', () => {
  expect(matching('/papers to', items).map(({ insert }) => insert)).toEqual([
    '/papers today',
    '/papers top',
    '/papers topics',
  ]);
  expect(matching('/papers today', items)).toEqual([]);
  expect(matching('/papers order ', items)).toEqual([]);
  expect(matching('words', items)).toEqual([]);
});

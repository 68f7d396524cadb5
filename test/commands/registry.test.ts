import { expect, test } from 'vitest';
import { ChosenOrder } from '../../src/channels/order.ts';
import { parseCommand } from '../../src/commands/parse.ts';
import { COMMAND_SPECS } from '../../src/commands/registry.ts';

const argumentsOf = (name: string) => COMMAND_SPECS.find((spec) => spec.name === name)?.arguments;

test('names and aliases belong to one command each', () => {
  const words = COMMAND_SPECS.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(words).size).toBe(words.length);
});

test('usages and examples begin with the name, but for a search, and an example is understood as its command', () => {
  for (const { name, usage, example, isDefault } of COMMAND_SPECS) {
    expect(usage.split(' ')[0] === name).toBe(!isDefault);
    if (example !== undefined) expect(parseCommand(example).name).toBe(name);
  }
});

test('what a command says of itself fits a native menu, in lowercase and without a period', () => {
  for (const { does, arguments: given } of COMMAND_SPECS) {
    expect(does).toMatch(/^[a-z].{0,98}[^.]$/);
    for (const argument of given) expect(argument.does.length).toBeLessThanOrEqual(100);
  }
});

test('choices and limits of arguments are those of the settings that they set', () => {
  expect(argumentsOf('limit')).toEqual([expect.objectContaining({ kind: 'number', min: 1, max: 50 })]);
  expect(argumentsOf('order')).toEqual([
    expect.objectContaining({ kind: 'text', choices: ChosenOrder.options }),
  ]);
  expect(argumentsOf('quiet')).toEqual([expect.objectContaining({ kind: 'switch', required: true })]);
  expect(argumentsOf('topics')).toEqual([]);
});

test('what a usage says is typed behind the name is among the choices, and no choice but those', () => {
  for (const { name, usage, arguments: given } of COMMAND_SPECS) {
    const [first] = given;
    if (first?.choices === undefined) continue;
    const alternatives = usage.slice(name.length).replace(/[[\]]/g, '').split('|');
    expect(alternatives.map((one) => one.trim().split(' ')[0])).toEqual(first.choices);
  }
});

test('every choice of an argument is taken by its command, and help is there for every command', () => {
  for (const { name, arguments: given } of COMMAND_SPECS) {
    expect(parseCommand(`help ${name}`)).toEqual({ name: 'help', about: name });
    if (given.length !== 1) continue;
    for (const choice of given[0]?.choices ?? []) expect(parseCommand(`${name} ${choice}`).name).toBe(name);
  }
});

test.each(COMMAND_SPECS.map(({ name }) => name))(
  '%s by itself is about this command, whatever else people mean by the word',
  (name) => {
    const { name: read, about } = parseCommand(name);
    expect(read === 'misused' ? about : read).toBe(name);
  },
);

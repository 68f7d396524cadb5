/** Converts a registered command that a person used to the text typed after `/papers`, and completes its options. */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord.js';
import { relatedTo } from '../../src/chat/links.ts';
import { completeZone } from '../../src/chat/zone-completion.ts';
import type { CommandArgument, CommandSpec } from '../../src/model/command-spec.ts';
import type { CommandService, Place, Wish } from '../../src/model/ports.ts';
import { DIGEST, PART, RELATED, SEARCH } from './commands.ts';
import { FORM, POSTS } from './forms.ts';
import { CHOICE_NAME, CHOICES } from './limits.ts';
import { textOf } from './payload.ts';
import { callerOf } from './places.ts';

/** @returns `posts-form` for the second part of the settings, `form-help` where help on Discord's own form is asked for, `no-words` for a message without any, and undefined for a command that Paperboy does not have */
export function readCommand(
  data: APIApplicationCommandInteraction['data'],
  specs: readonly CommandSpec[],
): Wish | 'posts-form' | 'form-help' | 'no-words' | undefined {
  if (data.type === ApplicationCommandType.Message && data.name === RELATED) {
    const { resolved } = data as Partial<typeof data>;
    const message = (resolved as Partial<typeof data.resolved> | undefined)?.messages?.[data.target_id];
    return (message && relatedTo(textOf(message))) ?? 'no-words';
  }
  if (data.type !== ApplicationCommandType.ChatInput) return undefined;
  const options = data.options ?? [];
  const [inner] = options;
  if (data.name === SEARCH) return { text: givenFor(options as BasicOption[], 'query') };
  if (data.name !== DIGEST || inner?.type !== ApplicationCommandOptionType.Subcommand)
    return { text: 'help' };
  const given = inner.options ?? [];
  if (inner.name === 'help' && givenFor(given, 'command').toLowerCase() === FORM) return 'form-help';
  if (inner.name === FORM) return givenFor(given, PART) === POSTS ? 'posts-form' : 'form';
  return { text: typedFor(inner.name, given, specs), chosen: true };
}

type BasicOption = APIApplicationCommandInteractionDataBasicOption;

function givenFor(options: readonly BasicOption[], name: string): string {
  const option = options.find((one) => one.name === name);
  return option && 'value' in option ? String(option.value).trim() : '';
}

/** All options as they were given, in the order in which they are typed: what contradicts itself is refused by the core. */
function typedFor(name: string, options: readonly BasicOption[], specs: readonly CommandSpec[]): string {
  const values = (specs.find((spec) => spec.name === name)?.arguments ?? []).map(({ name, kind }) => {
    const value = givenFor(options, name);
    if (kind !== 'switch') return value;
    return value === 'true' ? 'on' : 'off';
  });
  return [name, ...values.filter((value) => value !== '')].join(' ');
}

type Choice = APIApplicationCommandOptionChoice<string>;

/** Choices for the option that a person is typing in. */
export async function complete(
  service: CommandService,
  interaction: APIApplicationCommandAutocompleteInteraction,
): Promise<Choice[]> {
  const [outer] = interaction.data.options;
  const isNested = outer?.type === ApplicationCommandOptionType.Subcommand;
  const options = isNested ? (outer.options ?? []) : interaction.data.options;
  const focused = options.find((option) => 'focused' in option && option.focused);
  if (focused === undefined || !('value' in focused)) return [];
  const typed = String(focused.value).slice(0, CHOICE_NAME);
  const caller = callerOf(interaction);
  switch (completesOf(isNested ? outer.name : undefined, focused.name, service.specs)) {
    case 'zone':
      return choicesOf(completeZone(typed, CHOICES));
    case 'topic':
      return choicesOf([...(await topicsLike(service, caller.place, typed)), 'all']);
    case 'query':
      return choicesOf(await service.suggest({ ...caller, typed, limit: CHOICES }));
    default:
      return [];
  }
}

async function topicsLike(service: CommandService, place: Place, typed: string): Promise<string[]> {
  const read = await service.form(place);
  const topics = 'form' in read ? read.form.topics : [];
  return topics.filter((topic) => topic.toLowerCase().includes(typed.toLowerCase()));
}

/** What does not fit into a choice cannot be offered: cut short it would mean something else. */
function choicesOf(values: readonly string[]): Choice[] {
  const fitting = [...new Set(values)].filter((value) => value.length > 0 && value.length <= CHOICE_NAME);
  return fitting.slice(0, CHOICES).map((value) => ({ name: value, value }));
}

/** What completes an option of a subcommand, or of the command that is typed without a name. */
function completesOf(
  subcommand: string | undefined,
  option: string,
  specs: readonly CommandSpec[],
): CommandArgument['completes'] {
  const spec = specs.find(({ name, isDefault }) =>
    subcommand === undefined ? isDefault : name === subcommand,
  );
  return spec?.arguments.find(({ name }) => name === option)?.completes;
}

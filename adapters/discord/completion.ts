/** Offers up to 25 completions for what a person has typed into an option. */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
} from 'discord.js';
import { completeZone } from '../../src/chat/zone-completion.ts';
import type { CommandService, Place } from '../../src/model/ports.ts';
import { CHOICE_NAME, CHOICES } from './limits.ts';
import { callerOf } from './places.ts';
import { completesOf } from './subcommands.ts';

export type Choices = APIApplicationCommandOptionChoice<string>[];

/** Choices for the option that a person is typing in. */
export async function complete(
  service: CommandService,
  interaction: APIApplicationCommandAutocompleteInteraction,
): Promise<Choices> {
  const [outer] = interaction.data.options;
  const isNested = outer?.type === ApplicationCommandOptionType.Subcommand;
  const options = isNested ? (outer.options ?? []) : interaction.data.options;
  const focused = options.find((option) => 'focused' in option && option.focused);
  if (focused === undefined || !('value' in focused)) return [];
  const typed = String(focused.value).slice(0, CHOICE_NAME);
  const { place } = callerOf(interaction);
  switch (completesOf(isNested ? outer.name : undefined, focused.name, service.specs)) {
    case 'zone':
      return choicesOf(completeZone(typed, CHOICES));
    case 'topic':
      return choicesOf([...(await topicsLike(service, place, typed)), 'all']);
    case 'query':
      return choicesOf(await service.suggest(place, typed, CHOICES));
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
function choicesOf(values: readonly string[]): Choices {
  const fitting = [...new Set(values)].filter((value) => value.length > 0 && value.length <= CHOICE_NAME);
  return fitting.slice(0, CHOICES).map((value) => ({ name: value, value }));
}

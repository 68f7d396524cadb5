/** Completes what is typed so far with up to 25 choices. */
import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { CommandService, Place } from '../../src/model/ports.ts';
import { completeZone } from '../../src/model/zone-completion.ts';
import { CHOICE_NAME, CHOICES } from './limits.ts';

export type Choices = APIApplicationCommandOptionChoice<string>[];

/** @param option the option's name: it says what is completed */
export async function complete(
  service: CommandService,
  place: Place,
  option: string,
  typed: string,
): Promise<Choices> {
  const wanted = typed.slice(0, CHOICE_NAME);
  if (option === 'zone') return choicesOf(completeZone(wanted, CHOICES));
  if (option === 'topic') return choicesOf([...(await topicsLike(service, place, wanted)), 'all']);
  if (option === 'query') return choicesOf(await service.suggest(place, wanted, CHOICES));
  return [];
}

async function topicsLike(service: CommandService, place: Place, typed: string): Promise<string[]> {
  const { topics } = await service.form(place);
  return topics.filter((topic) => topic.toLowerCase().includes(typed.toLowerCase()));
}

/** What does not fit into a choice cannot be offered: cut short it would mean something else. */
function choicesOf(values: readonly string[]): Choices {
  const fitting = [...new Set(values)].filter((value) => value.length > 0 && value.length <= CHOICE_NAME);
  return fitting.slice(0, CHOICES).map((value) => ({ name: value, value }));
}

/** Completes what is typed so far with up to 25 choices. */
import type { APIApplicationCommandOptionChoice } from 'discord.js';
import { completeZone } from '../../src/chat/zone-completion.ts';
import type { CommandArgument } from '../../src/model/command-spec.ts';
import type { CommandService, Place } from '../../src/model/ports.ts';
import { CHOICE_NAME, CHOICES } from './limits.ts';

export type Choices = APIApplicationCommandOptionChoice<string>[];

export async function complete(
  service: CommandService,
  place: Place,
  from: CommandArgument['completes'],
  typed: string,
): Promise<Choices> {
  const wanted = typed.slice(0, CHOICE_NAME);
  if (from === 'zone') return choicesOf(completeZone(wanted, CHOICES));
  if (from === 'topic') return choicesOf([...(await topicsLike(service, place, wanted)), 'all']);
  if (from === 'query') return choicesOf(await service.suggest(place, wanted, CHOICES));
  return [];
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

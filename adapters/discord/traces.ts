/** Says what each of Discord's shelves holds of people and servers. */
import { formatSpaceId } from '../../src/model/channel-id.ts';
import { personSubject, type ShelfTraces, type Subject, wholeWhere } from '../../src/model/traces.ts';

const ofGuild = (guildOf: (key: string, value: unknown) => unknown) =>
  wholeWhere((key, value, { id, kind }) => {
    const guild = guildOf(key, value);
    return kind === 'space' && typeof guild === 'string' && formatSpaceId('discord', guild) === id;
  });
const inValue = (_: string, value: unknown) => (value as { guild?: unknown } | null)?.guild;

export const DISCORD_TRACES: readonly ShelfTraces[] = [
  { shelf: 'discord_guilds', kind: 'servers', without: ofGuild((key) => key) },
  { shelf: 'discord_acts', kind: 'buttons of messages', without: ofGuild(inValue) },
  { shelf: 'discord_forms', kind: 'forms that were sent', without: ofGuild(inValue) },
  { shelf: 'discord_claims', holdsNobody: 'ids of interactions, for fifteen minutes' },
];

/** People have one id in all servers, a number: `discord:123` is a server, and `123` a person. */
export function subjectOf(id: string): Subject | undefined {
  return /^\d{5,20}$/.test(id) ? personSubject(id) : undefined;
}

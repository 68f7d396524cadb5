/** Says what each of Slack's shelves holds of people and workspaces. */
import { type ShelfTraces, wholeWhere } from '../../src/model/traces.ts';
import { type Known, personOf, readId, spaceId } from './places.ts';

/** What is kept under a workspace's ID goes with the workspace. */
const ofSpace = (spaceIn: (key: string) => string) =>
  wholeWhere((key, _, { id, kind }) => kind === 'space' && spaceId(spaceIn(key)) === id);

export const SLACK_TRACES: readonly ShelfTraces[] = [
  {
    shelf: 'slack_installations',
    kind: 'installations with their tokens',
    without: ofSpace((key) => key),
  },
  { shelf: 'slack_removals', kind: 'removals under way', without: ofSpace((key) => key) },
  {
    shelf: 'slack_acts',
    kind: 'buttons of messages',
    without: ofSpace((key) => key.split(':', 1)[0] ?? ''),
  },
  {
    shelf: 'slack_channels',
    kind: 'names of channels and who used Paperboy in them',
    without(key, value, subject) {
      if (subject.isChannel(key)) return undefined;
      const { seen } = (value ?? {}) as Partial<Known>;
      const { space } = readId(key) ?? {};
      if (space === undefined || !Array.isArray(seen)) return value;
      const others = seen.filter((user) => !subject.isPerson(personOf(space, user).id));
      return others.length === seen.length ? value : { ...(value as Known), seen: others };
    },
  },
  { shelf: 'slack_claims', holdsNobody: 'signatures and ids of events, for ten minutes' },
  { shelf: 'slack_states', holdsNobody: 'random states of installations under way, for ten minutes' },
  { shelf: 'slack_views', holdsNobody: 'states of open forms, for an hour' },
];

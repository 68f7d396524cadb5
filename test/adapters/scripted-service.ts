/** A scripted command service for tests: it writes down what it is asked and answers as a real one would, in few words. */

import { changesChannel } from '../../src/commands/changes.ts';
import { COMMAND_SPECS } from '../../src/commands/registry.ts';
import type { AddressWish } from '../../src/model/addresses.ts';
import type { ChannelForm, TopicCheck } from '../../src/model/channel-form.ts';
import { type ChannelId, isInSpace, type SpaceId } from '../../src/model/channel-id.ts';
import type { Mark } from '../../src/model/mark.ts';
import type { ButtonAction, Reply } from '../../src/model/message.ts';
import type { CommandService, Person, Place } from '../../src/model/ports.ts';
import { sampleCard, sampleReply, textReply } from './samples.ts';

export interface ScriptedService extends CommandService {
  asked: { place: Place; person: Person; client?: string | undefined; text: string }[];
  pressed: { place: Place; person: Person; client?: string | undefined; act: ButtonAction }[];
  imported: Parameters<CommandService['importLibrary']>[0][];
  /** How papers are marked, and of which that was asked. */
  marked: Map<string, Mark>;
  looked: string[][];
  joined: Place[];
  accepted: { place: Place; person: Person; wish: AddressWish }[];
  renamed: Place[];
  parked: { channel: ChannelId; why: string }[];
  cameBack: { channel: ChannelId; delivery: string }[];
  left: ChannelId[];
  leftSpaces: SpaceId[];
  /** Replaces the script for what it gives an answer to; throwing is a command service that fails. */
  script: (text: string | ButtonAction) => Reply | Promise<Reply> | undefined;
}

export const sampleForm: ChannelForm = {
  topics: ['hyperparameter', '"continual learning"'],
  readAt: 1_764_000_000_000,
  schedule: 'weekdays 09:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  time: '09:00',
  zone: 'Europe/Berlin',
  limit: 10,
  order: 'votes',
  quiet: false,
  layout: 'cards',
  thumbnails: true,
  announce: true,
  paused: false,
};

export function createCommandService(): ScriptedService {
  const service: ScriptedService = {
    asked: [],
    pressed: [],
    imported: [],
    marked: new Map(),
    looked: [],
    joined: [],
    accepted: [],
    renamed: [],
    parked: [],
    cameBack: [],
    left: [],
    leftSpaces: [],
    script: () => undefined,
    specs: COMMAND_SPECS,
    changes: changesChannel,
    async ask(asked) {
      service.asked.push(asked);
      return (await service.script(asked.text)) ?? answer(asked.text);
    },
    async press(pressed) {
      service.pressed.push(pressed);
      return (await service.script(pressed.act)) ?? perform(pressed.act);
    },
    async form() {
      return { form: structuredClone(sampleForm) };
    },
    async fill({ form: { topics = [] } }) {
      const at = topics.indexOf('(');
      if (at >= 0) return { problems: [{ field: 'topics', at, message: 'This `(` is not closed.' }] };
      return { reply: textReply(`Saved ${topics.join(', ')}.`) };
    },
    async checkTopics(_place, typed) {
      const topics = typed.map(
        (topic): TopicCheck =>
          topic === '('
            ? { message: 'This `(` is not closed.', isWrong: true }
            : { message: '3 of the 28 papers in the last 7 digests match.', isWrong: false, matches: 3 },
      );
      return { topics, all: 'Together: 3 of the 28 papers in the last 7 digests match.' };
    },
    async suggest({ typed, limit }) {
      return ['hyperparameter', '"continual learning"']
        .filter((query) => query.includes(typed))
        .slice(0, limit);
    },
    async home() {
      return {
        channels: [],
        moreChannels: 0,
        unshown: [],
        saved: [],
        sources: [[{ text: 'bundled digest: read today' }]],
      };
    },
    async importLibrary(given) {
      service.imported.push(given);
      return textReply(`Read ${given.file.name}.`);
    },
    async marks({ ids }) {
      service.looked.push([...ids]);
      return new Map([...service.marked].filter(([id]) => ids.includes(id)));
    },
    async savedNote({ id }) {
      return id === 'nowhere' ? undefined : 'an old note';
    },
    async savedAs({ person, as }) {
      return { text: `${as} of ${person.id}\n` };
    },
    async placesIn(space) {
      const own = service.joined.filter(({ id }) => isInSpace(id, space));
      return own.map((place) => ({ ...place, joinedAt: 0 }));
    },
    async join(place) {
      service.joined.push(place);
    },
    reachesAddresses: () => true,
    async accept(confirmed) {
      service.accepted.push(confirmed);
      service.joined.push(confirmed.place);
      return undefined;
    },
    async park(channel, why) {
      service.parked.push({ channel, why });
    },
    async returned(channel, delivery) {
      const isNew = service.cameBack.every((one) => one.delivery !== delivery);
      service.cameBack.push({ channel, delivery });
      return isNew;
    },
    async rename(place) {
      service.renamed.push(place);
    },
    async leave(channel) {
      service.left.push(channel);
    },
    async leaveSpace(space) {
      service.leftSpaces.push(space);
    },
  };
  return service;
}

function answer(text: string): Reply {
  if (text === '' || text === 'help') return textReply('Write /papers and what you look for.');
  if (text.startsWith('subscribe '))
    return textReply(`This channel now follows ${text.slice(10)}.`, 'channel');
  return sampleReply({ summary: `Found 28 papers for “${text}”` });
}

function perform(act: ButtonAction): Reply {
  switch (act.do) {
    case 'search':
      return sampleReply({ summary: `Papers ${act.from + 1} to ${act.from + 3} of 28` });
    case 'share':
      return sampleReply({ audience: 'channel', summary: `28 papers for “${act.query}”`, actions: [] });
    case 'share-paper':
      return {
        ...textReply('Shared a paper', 'channel'),
        blocks: [{ kind: 'cards', cards: [sampleCard()] }],
      };
    case 'abstract':
      return textReply(`The whole abstract of ${act.id}, as its authors wrote it.`);
    case 'cite':
      return {
        ...textReply(`BibTeX of ${act.id}`),
        blocks: [{ kind: 'code', text: `@misc{paper,\n  title = {A paper},\n  eprint = {${act.id}}\n}` }],
      };
    case 'save':
      return { ...textReply('Saved.'), actions: [{ label: 'Remove', act: { do: 'unsave', id: act.id } }] };
    case 'unsave':
      return { ...textReply('Removed.'), actions: [{ label: 'Undo', act: { do: 'save', id: act.id } }] };
    case 'done':
      return { ...textReply('Done.'), actions: [{ label: 'Undo', act: { do: 'undone', id: act.id } }] };
    case 'undone':
      return { ...textReply('Done.'), actions: [{ label: 'Undo', act: { do: 'done', id: act.id } }] };
    default:
      return textReply('Done.');
  }
}

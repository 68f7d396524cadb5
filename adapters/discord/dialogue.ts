/**
 * Runs the conversation about a channel's settings: shows the form filled, and again while something in it is
 * wrong.
 */
import { randomUUID } from 'node:crypto';
import type { APIModalInteractionResponse, APIModalSubmitInteraction } from 'discord.js';
import { parseChannelId } from '../../src/model/channel-id.ts';
import type { Reply } from '../../src/model/message.ts';
import type { Clock, CommandService, FormProblem, Place, Shelf } from '../../src/model/ports.ts';
import type { Caller } from './caller.ts';
import { formOf, type KeptForm, readModal, toModal, typedOf } from './forms.ts';
import type { Answer } from './reply.ts';

export interface Dialogue {
  /** The form, with what was typed before under `key`; or, in words, why there is none. */
  open(place: Place, key?: string): Promise<APIModalInteractionResponse | string>;
  submit(interaction: APIModalSubmitInteraction, asker: Caller): Promise<Answer>;
}

const TOO_MANY =
  'There are more topics here than a Discord form can hold. Use /digest subscribe and /digest unsubscribe instead.';

export function createDialogue(rooms: {
  service: CommandService;
  shelf: Shelf<KeptForm>;
  clock: Clock;
}): Dialogue {
  const { service, shelf, clock } = rooms;
  return {
    async open(place, key) {
      const kept = key === undefined ? undefined : await shelf.get(key);
      return toModal(kept?.typed ?? typedOf(await service.form(place))) ?? TOO_MANY;
    },
    async submit({ data }, { place, person }) {
      const typed = readModal(data, typedOf(await service.form(place)));
      const form = formOf(typed);
      const filled = await service.fill({ place, person, form });
      if ('reply' in filled) return { reply: filled.reply };
      const key = randomUUID();
      await shelf.set(key, { at: clock(), guild: parseChannelId(place.id)?.space ?? '', typed });
      return { reply: problemsReply(filled.problems, form.topics), form: key };
    },
  };
}

const NAMES: Record<FormProblem['field'], string> = {
  topics: 'Topics',
  schedule: 'When',
  zone: 'When',
  limit: 'Papers per post',
  order: 'Sort by',
  quiet: 'Options',
  abstracts: 'Options',
  paused: 'Options',
};

function problemsReply(problems: readonly FormProblem[], topics: readonly string[]): Reply {
  const summary = 'Nothing was changed yet. What you typed is still in the form.';
  return {
    audience: 'person',
    summary,
    blocks: [
      { kind: 'text', line: [{ text: summary }], tone: 'warning' },
      {
        kind: 'list',
        lines: problems.map(({ field, at, message }) => {
          const topic = at === undefined ? undefined : topics[at];
          const which = topic === undefined ? '' : ` (${topic.slice(0, 100)})`;
          return [{ text: NAMES[field], style: 'strong' as const }, { text: `${which}: ${message}` }];
        }),
      },
    ],
    actions: [],
  };
}

/** Opens the form with a channel's settings, and applies a submitted one or shows it again with its errors. */
import { randomUUID } from 'node:crypto';
import type { APIModalInteractionResponse, APIModalSubmitInteraction } from 'discord.js';
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { notice } from '../../src/chat/notices.ts';
import { fieldOf, LABELS, readTyped } from '../../src/chat/settings-form.ts';
import type { Reply } from '../../src/model/message.ts';
import type { CommandService, FormProblem, Place } from '../../src/model/ports.ts';
import { type KeptForm, readModal, toModal, typedOf } from './forms.ts';
import { type Caller, readPlaceId } from './places.ts';
import type { Answer } from './reply.ts';

export type Pages = ReturnType<typeof createPages>;

const TOO_MANY =
  'There are more topics here than a Discord form can hold. Use /digest subscribe and /digest unsubscribe instead.';

const INCOMPLETE = 'Discord sent this form without all of its fields, so nothing was changed. Open it again.';

export function createPages(context: { service: CommandService; forms: ExpiringShelf<KeptForm> }) {
  const { service, forms } = context;
  return {
    /** The form, with what was typed before under `key`; or, in words, why there is none. */
    async open(place: Place, key?: string): Promise<APIModalInteractionResponse | string> {
      const kept = key === undefined ? undefined : await forms.get(key);
      const read = await service.form(place);
      return 'problem' in read
        ? read.problem
        : (toModal({ ...typedOf(read.form), ...kept?.typed }) ?? TOO_MANY);
    },
    async submit({ data }: APIModalSubmitInteraction, { place, person }: Caller): Promise<Answer> {
      const typed = readModal(data);
      if (typed === undefined) return { reply: notice(INCOMPLETE, 'warning') };
      const form = readTyped(typed);
      const filled = await service.fill({ place, person, form });
      if ('reply' in filled) return { reply: filled.reply };
      const key = randomUUID();
      await forms.set([[key, { guild: readPlaceId(place.id).guild, typed }]]);
      return { reply: problemsReply(filled.problems, form.topics), form: key };
    },
  };
}

function problemsReply(problems: readonly FormProblem[], topics: readonly string[]): Reply {
  const reply = notice('Nothing was changed yet. What you typed is still in the form.', 'warning');
  const lines = problems.map(({ field, at, message }) => {
    const topic = at === undefined ? undefined : topics[at];
    const which = topic === undefined ? '' : ` (${topic.slice(0, 100)})`;
    // The zone is typed behind the schedule.
    const name = LABELS[field === 'zone' ? 'schedule' : fieldOf(field)];
    return [{ text: name, style: 'strong' as const }, { text: `${which}: ${message}` }];
  });
  return { ...reply, blocks: [...reply.blocks, { kind: 'list', lines }] };
}

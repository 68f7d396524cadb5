/** Opens the forms with a channel's settings, and applies a submitted one, checks it, or offers it again with its errors. */
import { randomUUID } from 'node:crypto';
import type { APIModalInteractionResponse, APIModalSubmitInteraction } from 'discord.js';
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { CHANNEL_GONE, EXPIRED, notice } from '../../src/chat/notices.ts';
import {
  checkLines,
  fieldOf,
  LABELS,
  readTyped,
  type SentForm,
  switchesIn,
  toTyped,
} from '../../src/chat/settings-form.ts';
import type { FilledForm, FormProblem } from '../../src/model/channel-form.ts';
import { type Action, inline, ownAction, type Reply } from '../../src/model/message.ts';
import type { CommandService, Place } from '../../src/model/ports.ts';
import type { Channels } from './channels.ts';
import { readModal } from './filled.ts';
import { POSTS, toForm, toPostsForm } from './forms.ts';
import { type Caller, readPlaceId } from './places.ts';
import type { Answer } from './reply.ts';

/** What was typed waits for a second try; a day is enough. Milliseconds. */
export const KEEP_FORM_MS = 24 * 3_600_000;

export interface KeptForm {
  /** The server whose channel it is about, with which it is deleted. */
  guild: string;
  typed: SentForm;
  /** The switches that the form had. */
  offered?: string[];
}

/** Which form is opened: one with what was typed before under a key, or that of a part of the settings. */
export interface Opening {
  key?: string;
  part?: typeof POSTS;
  /** The form is about the person's own conversation. */
  isOwn?: boolean;
}

/** What the key of a form begins with that is about a person's own conversation. */
const OWN = 'own-';
export const isOwnKey = (key: string): boolean => key.startsWith(OWN);

export type Pages = ReturnType<typeof createPages>;

const TOO_MANY =
  'There are more topics here than a Discord form can hold. Use /digest subscribe and /digest unsubscribe instead.';
const INCOMPLETE = 'Discord sent this form without its fields, so nothing was changed. Open it again.';
const OTHER_PART: Action = {
  label: 'Papers, sort and layout',
  act: { do: 'settings', about: 'posts' },
};

export function createPages(context: {
  service: CommandService;
  forms: ExpiringShelf<KeptForm>;
  channels: Pick<Channels, 'isGone'>;
}) {
  const { service, forms, channels } = context;

  /** Keeps what was typed, so that it can be edited or saved by a button. */
  async function keep({ place, isOwn }: Caller, kept: Omit<KeptForm, 'guild'>): Promise<string> {
    const key = `${isOwn ? OWN : ''}${randomUUID()}`;
    await forms.set([[key, { guild: readPlaceId(place.id).guild, ...kept }]]);
    return key;
  }

  async function fill(kept: Omit<KeptForm, 'guild'>, caller: Caller): Promise<Answer> {
    const { place, person, isOwn } = caller;
    // A form stays open when its channel is deleted.
    if (await channels.isGone(readPlaceId(place.id))) return { reply: notice(CHANNEL_GONE, 'warning') };
    const form = readTyped(kept.typed, kept.offered ?? []);
    const filled = await service.fill({ place, person, form });
    if ('problems' in filled)
      return {
        reply: problemsReply(filled.problems, form),
        form: { key: await keep(caller, kept) },
      };
    const { reply } = filled;
    const isFirst = form.topics !== undefined && form.limit === undefined;
    const actions = isFirst ? [...reply.actions, OTHER_PART] : reply.actions;
    return { reply: { ...reply, actions: isOwn ? actions.map(ownAction) : actions } };
  }

  async function check(kept: Omit<KeptForm, 'guild'>, caller: Caller): Promise<Answer> {
    const { topics = [] } = readTyped(kept.typed, []);
    const checks = await service.checkTopics(caller.place, topics);
    const lines = 'problem' in checks ? [checks.problem] : checkLines(topics, checks);
    const reply = notice('Nothing was saved yet.');
    const list = { kind: 'list' as const, lines: lines.map((line) => inline(line)) };
    return {
      reply: { ...reply, blocks: [...reply.blocks, list] },
      form: { key: await keep(caller, kept), isUnsaved: true },
    };
  }

  return {
    /** The form; or, in words, why there is none. */
    async open(
      place: Place,
      { key, part, isOwn = false }: Opening = {},
    ): Promise<APIModalInteractionResponse | string> {
      const kept = key === undefined ? undefined : await forms.get(key);
      const read = await service.form(place);
      if ('problem' in read) return read.problem;
      const typed = { ...toTyped(read.form), ...kept?.typed };
      const isPosts = part === POSTS || (kept !== undefined && kept.typed.topics === undefined);
      // A form of an earlier version has no zone of its own.
      const zone = typed.zone || read.form.zone;
      // What was typed before was read before.
      const { readAt } = kept ? kept.typed : read.form;
      const origin = { readAt, isOwn };
      const opened = { days: read.form.days, switches: switchesIn(read.form), ...origin };
      return isPosts ? toPostsForm(typed, origin) : (toForm({ ...typed, zone }, opened) ?? TOO_MANY);
    },
    async submit({ data }: APIModalSubmitInteraction, caller: Caller): Promise<Answer> {
      const read = readModal(data);
      if (read === undefined) return { reply: notice(INCOMPLETE, 'warning') };
      const { isCheck, ...kept } = read;
      return isCheck ? check(kept, caller) : fill(kept, caller);
    },
    /** Saves what was typed before under a key. */
    async save(key: string, caller: Caller): Promise<Answer> {
      const kept = await forms.get(key);
      if (kept === undefined || kept.guild !== readPlaceId(caller.place.id).guild)
        return { reply: notice(EXPIRED, 'warning') };
      const { guild: _, ...rest } = kept;
      const answer = await fill(rest, caller);
      // A second press would undo what others changed since. Where it cannot be deleted, it expires.
      await forms.delete(key).catch(() => {});
      return answer;
    },
  };
}

function problemsReply(problems: readonly FormProblem[], { topics = [] }: FilledForm): Reply {
  const reply = notice('Nothing was changed yet. What you typed is still in the form.', 'warning');
  const lines = problems.map(({ field, at, message }) => {
    const topic = at === undefined ? undefined : topics[at];
    const which = topic === undefined ? '' : ` (${topic.slice(0, 100)})`;
    return [{ text: LABELS[fieldOf(field)], style: 'strong' as const }, { text: `${which}: ${message}` }];
  });
  return { ...reply, blocks: [...reply.blocks, { kind: 'list', lines }] };
}

/**
 * Answers interactions in time, whatever happens: at once, or announced after a second and filled in later. What is for one
 * person is ephemeral, what is for everyone is not.
 */
import {
  type APIContainerComponent,
  type APIInteraction,
  type APIInteractionResponse,
  type APIInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  DiscordAPIError,
  InteractionResponseType,
  MessageFlags,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import { messageOf } from '../../src/model/errors.ts';
import type { Reply } from '../../src/model/message.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import { toEmbeds } from './embeds.ts';
import { DEFER_MS } from './limits.ts';
import { isFormProblem } from './post.ts';
import { toComponents } from './render.ts';
import { createIdWriter, type StoredActions, storeActions } from './stored-actions.ts';

/** Gives Discord the first answer to an interaction: as a request of its own, or as the body of the answer to Discord's. */
export type First = (response: APIInteractionResponse) => Promise<void>;

/** A reply, and the key of a form that its reader may open again. */
export interface Answer {
  reply: Reply;
  form?: string;
}

export interface Responder {
  /**
   * Answers with what `work` gives. `likely` is who it is probably for: an announcement cannot change that any more.
   * Never throws.
   */
  respond(
    interaction: APIInteraction,
    first: First,
    work: () => Promise<Answer>,
    likely?: Reply['audience'],
  ): Promise<void>;
}

/** Older than this when it comes in, an interaction may be gone: that is learned before anything is done. Milliseconds. */
const LATE_MS = 2_000;
/** An id that tells of an older one was not made from a time. Milliseconds. */
const IMPLAUSIBLE_MS = 3_600_000;
/** Unknown interaction, unknown webhook, invalid webhook token, already acknowledged. */
const GONE = new Set([10062, 10015, 50027, 40060]);

interface Bodies {
  best: APIInteractionResponseCallbackData;
  classic: () => APIInteractionResponseCallbackData;
}

export function createResponder(rooms: {
  api: Api;
  actions: StoredActions;
  clock: Clock;
  log: Log;
  /** After which an answer is announced; `DEFER_MS` unless a test says otherwise. Milliseconds. */
  deferMs?: number;
}): Responder {
  const { api, actions, clock, log, deferMs = DEFER_MS } = rooms;

  return {
    async respond(interaction, first, work, likely = 'person') {
      try {
        await answer(interaction, first, work, likely);
      } catch (error) {
        const facts = { reason: messageOf(error), channel: interaction.channel?.id };
        if (isGone(error)) log.info('an answer came too late: Discord no longer takes one for it', facts);
        else log.warn('an interaction could not be answered', facts);
      }
    },
  };

  async function answer(
    interaction: APIInteraction,
    first: First,
    work: () => Promise<Answer>,
    likely: Reply['audience'],
  ) {
    const age = clock() - SnowflakeUtil.timestampFrom(interaction.id);
    const late = age > LATE_MS && age < IMPLAUSIBLE_MS;
    // Nobody would see what a command did that came too late: find out first.
    if (late) await defer(first, likely);
    const working = work();
    const quick = late ? undefined : await within(working, deferMs);
    if (quick === undefined) {
      if (!late) await Promise.all([defer(first, likely), working.catch(() => {})]);
      return fill(interaction, await working, likely);
    }
    const bodies = await bodiesOf(quick, true, interaction.guild_id);
    const type = InteractionResponseType.ChannelMessageWithSource;
    await inSomeForm(bodies, (data) => first({ type, data }));
  }

  function defer(first: First, likely: Reply['audience']): Promise<void> {
    const data = likely === 'person' ? { flags: MessageFlags.Ephemeral as const } : {};
    return first({ type: InteractionResponseType.DeferredChannelMessageWithSource, data });
  }

  /** Puts the answer where it was announced, or beside it when it is for others than was thought. */
  async function fill(
    { application_id, token, guild_id }: APIInteraction,
    answer: Answer,
    announced: Reply['audience'],
  ) {
    const original = Routes.webhookMessage(application_id, token);
    const more = Routes.webhook(application_id, token);
    const { audience } = answer.reply;
    if (audience === announced) {
      const bodies = await bodiesOf(answer, false, guild_id);
      return inSomeForm(bodies, (data) => api.answer('PATCH', original, data));
    }
    if (announced === 'person') {
      const words = [{ text: 'The answer is below, visible to everyone.' }];
      const note: Reply = {
        audience: 'person',
        summary: '',
        blocks: [{ kind: 'text', line: words }],
        actions: [],
      };
      const { best } = await bodiesOf({ reply: note }, false);
      await api.answer('PATCH', original, best);
    } else await api.answer('DELETE', original);
    const bodies = await bodiesOf(answer, true, guild_id);
    await inSomeForm(bodies, (data) => api.answer('POST', more, data));
  }

  async function bodiesOf({ reply, form }: Answer, fresh: boolean, guild?: string): Promise<Bodies> {
    const { components, ids } = toComponents(reply, () => createIdWriter(undefined, guild));
    if (form !== undefined) addFormButton(components, ids.form(form));
    await storeActions(ids, actions);
    // Whether it is ephemeral is settled with the first message; an edit cannot change it.
    const ephemeral = (fresh && reply.audience === 'person' ? MessageFlags.Ephemeral : 0) as MessageFlags;
    const allowed_mentions = { parse: [] };
    return {
      best: { components, flags: MessageFlags.IsComponentsV2 | ephemeral, allowed_mentions },
      classic: () => ({ ...toEmbeds(components), flags: ephemeral, allowed_mentions }),
    };
  }
}

function addFormButton([container]: [APIContainerComponent], custom_id: string): void {
  const button = {
    type: ComponentType.Button,
    style: ButtonStyle.Primary,
    label: 'Edit again',
    custom_id,
  } as const;
  container.components.push({ type: ComponentType.ActionRow, components: [button] });
}

/** As components, or as an embed where Discord refuses these. */
async function inSomeForm(
  bodies: Bodies,
  send: (data: APIInteractionResponseCallbackData) => Promise<unknown>,
) {
  try {
    await send(bodies.best);
  } catch (error) {
    if (!isFormProblem(error)) throw error;
    await send(bodies.classic());
  }
}

function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && GONE.has(Number(error.code));
}

/** What the work gives, or undefined when it takes longer. */
async function within<T>(working: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([working, late]);
  } finally {
    clearTimeout(timer);
  }
}

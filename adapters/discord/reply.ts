/**
 * Answers interactions within Discord's time limit: at once, or deferred after a second and edited later. A reply for one
 * person is ephemeral.
 */
import {
  type APIInteraction,
  type APIInteractionResponse,
  InteractionResponseType,
  MessageFlags,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import { notice } from '../../src/chat/notices.ts';
import { withDeadline } from '../../src/model/deadline.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Reply } from '../../src/model/message.ts';
import type { Clock, Log } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import { type Bodies, bodiesOf, type OfferedForm, sendBodies } from './bodies.ts';
import type { StoredActions } from './buttons.ts';
import { isRefusal } from './errors.ts';
import type { Turned } from './turned.ts';

/** Gives Discord the first answer to an interaction: as a request of its own, or as the body of the answer to Discord's. */
export type First = (response: APIInteractionResponse) => Promise<void>;

/** A reply, and a form that its reader may open again. */
export interface Answer {
  reply: Reply;
  form?: OfferedForm;
  /** The message that the button was pressed in, in place of the reply: there it says what was done. */
  turned?: Turned;
}

export type Responder = ReturnType<typeof createResponder>;

/** An interaction that arrives older than this may have expired: that is checked before anything is done. Milliseconds. */
const LATE_MS = 2_000;
/** An id that tells of an older one was not made from a time. Milliseconds. */
const IMPLAUSIBLE_MS = 3_600_000;
/** Unknown interaction, unknown webhook, invalid webhook token, already acknowledged. */
const GONE = [10062, 10015, 50027, 40060];

export function createResponder(context: {
  api: Api;
  actions: StoredActions;
  clock: Clock;
  log: Log;
  /** After which an answer is announced. Milliseconds. */
  deferMs: number;
}) {
  const { api, clock, log, deferMs } = context;
  /** What was asked for is done by now, so its answer is shown even when the store fails. */
  const actions: Pick<StoredActions, 'set'> = {
    set: (entries) =>
      context.actions.set(entries).catch((error: unknown) => {
        log.warn('buttons of an answer could not be stored and will not work', { reason: messageOf(error) });
      }),
  };

  return {
    /**
     * Answers with what `work` gives. `likely` is who it is probably for: an announcement cannot change that any more.
     * Never throws.
     */
    async respond(
      interaction: APIInteraction,
      first: First,
      work: () => Promise<Answer>,
      likely: Reply['audience'] = 'person',
    ): Promise<void> {
      try {
        await answer(interaction, first, work, likely);
      } catch (error) {
        const facts = { reason: messageOf(error), channel: interaction.channel?.id };
        if (isRefusal(error, ...GONE)) log.info('an interaction expired before it was answered', facts);
        else log.warn('an interaction could not be answered', facts);
      }
    },
  };

  async function answer(
    interaction: APIInteraction,
    first: First,
    work: () => Promise<Answer>,
    likely: Reply['audience'],
  ): Promise<void> {
    const age = clock() - SnowflakeUtil.timestampFrom(interaction.id);
    const late = age > LATE_MS && age < IMPLAUSIBLE_MS;
    // If it has expired, no one would see what the command did: find out first.
    if (late) await defer(first, likely);
    const working = work();
    const quick = late ? undefined : await withDeadline(working, deferMs, () => undefined);
    if (quick === undefined) {
      if (!late) await Promise.all([defer(first, likely), working.catch(() => {})]);
      return fill(interaction, await working, likely);
    }
    if (quick.turned !== undefined && (await turn(quick.turned, first))) return;
    const bodies = await render(quick, true, interaction.guild_id);
    const type = InteractionResponseType.ChannelMessageWithSource;
    await sendBodies(bodies, (data) => first({ type, data }));
  }

  /** Shows the message with its button turned; false where Discord refuses it, which shows nothing. */
  async function turn(data: Turned, first: First): Promise<boolean> {
    try {
      await first({ type: InteractionResponseType.UpdateMessage, data });
      return true;
    } catch (error) {
      if (!isRefusal(error, 50035)) throw error;
      return false;
    }
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
  ): Promise<void> {
    const original = Routes.webhookMessage(application_id, token);
    const isInPlace = answer.reply.audience === announced;
    if (!isInPlace && announced === 'person') {
      const { components } = await bodiesOf(notice('The answer is below, visible to everyone.'), actions);
      await api.answer('PATCH', original, components);
    } else if (!isInPlace) await api.answer('DELETE', original);
    const bodies = await render(answer, !isInPlace, guild_id);
    await sendBodies(bodies, (data) =>
      isInPlace
        ? api.answer('PATCH', original, data)
        : api.answer('POST', Routes.webhook(application_id, token), data),
    );
  }

  /** Whether it is ephemeral is settled with the first message. */
  function render({ reply, form }: Answer, isFirst: boolean, guild?: string): Promise<Bodies> {
    return bodiesOf(reply, actions, { guild, form, ephemeral: isFirst && reply.audience === 'person' });
  }
}

/** Answers interactions, whichever way they came, by asking the command service. Never throws. */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionResponseType,
  InteractionType,
} from 'discord.js';
import { messageOf } from '../../src/model/errors.ts';
import type { ButtonAction, Message, Reply } from '../../src/model/message.ts';
import type { CommandService, Log, Place, Wish } from '../../src/model/ports.ts';
import { refusalFor } from './authorise.ts';
import { askerOf, type Caller } from './caller.ts';
import { DIGEST, RELATED, SEARCH } from './commands.ts';
import { type Choices, complete } from './completion.ts';
import type { Dialogue } from './dialogue.ts';
import { papersIn, queryFor } from './links.ts';
import { EXPIRED, FAILED, lineFor, UNKNOWN, UNOPENED } from './notices.ts';
import type { Answer, First, Responder } from './reply.ts';
import { labelOf, readPressed, type StoredActions } from './stored-actions.ts';
import { type Options, optionsOf, typedFor } from './subcommands.ts';

/** Characters of an ID that an act can carry. */
const MOST_ID = 200;

export type Hear = (interaction: APIInteraction, first: First) => Promise<void>;

export interface Hearing {
  service: CommandService;
  actions: StoredActions;
  responder: Responder;
  dialogue: Dialogue;
  /** Told of each place that Paperboy is heard in, before anything is asked. It must not admit Paperboy there. */
  meet: (place: Place) => Promise<void>;
  /** Changing what a channel gets wants Manage Channels there. */
  managersOnly: boolean;
  log: Log;
}

export function createHearing(rooms: Hearing): Hear {
  const { service, actions, responder, dialogue, managersOnly, log } = rooms;

  return async (interaction, first) => {
    try {
      await hear(interaction, first);
    } catch (error) {
      log.warn('an interaction could not be answered', { reason: messageOf(error) });
    }
  };

  async function hear(interaction: APIInteraction, first: First): Promise<void> {
    switch (interaction.type) {
      case InteractionType.Ping:
        return first({ type: InteractionResponseType.Pong });
      case InteractionType.ApplicationCommandAutocomplete:
        return suggest(interaction, first);
      case InteractionType.ApplicationCommand:
        return command(interaction, first);
      case InteractionType.MessageComponent:
        return press(interaction, first);
      case InteractionType.ModalSubmit:
        return answering(interaction, first, (asker) =>
          guarded(interaction, asker, 'form', () => dialogue.submit(interaction, asker)),
        );
    }
  }

  async function suggest(
    interaction: APIApplicationCommandAutocompleteInteraction,
    first: First,
  ): Promise<void> {
    const { options } = interaction.data;
    const nested = options.flatMap((option) =>
      'options' in option && option.options ? option.options : [option],
    );
    const focused = nested.find((option) => 'focused' in option && option.focused);
    let choices: Choices = [];
    if (focused && 'value' in focused) {
      // Suggestions are a kindness: without them people type on.
      choices = await complete(
        service,
        askerOf(interaction).place,
        focused.name,
        String(focused.value),
      ).catch((error) => {
        log.warn('nothing could be suggested', { reason: messageOf(error) });
        return [];
      });
    }
    return first({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  async function command(interaction: APIApplicationCommandInteraction, first: First): Promise<void> {
    const { data } = interaction;
    if (data.type === ApplicationCommandType.Message && data.name === RELATED) {
      const { messages } = data.resolved as Partial<typeof data.resolved>;
      const message = messages?.[data.target_id];
      const ids = (message ? papersIn(message) : []).filter((id) => id.length <= MOST_ID);
      if (ids.length > 0) return perform(interaction, first, { do: 'related', ids });
      const query = message && queryFor(message);
      if (query === undefined) return say(interaction, first, 'That message has no words to search for.');
      return ask(interaction, first, `search ${query}`);
    }
    if (data.type !== ApplicationCommandType.ChatInput) return say(interaction, first, UNKNOWN);
    const [inner] = data.options ?? [];
    if (data.name === SEARCH) {
      const options = optionsOf((data.options ?? []) as Parameters<typeof optionsOf>[0]);
      return ask(interaction, first, options.get('query') ?? '');
    }
    if (data.name === DIGEST && inner?.type === ApplicationCommandOptionType.Subcommand) {
      const options: Options = optionsOf(inner.options as Parameters<typeof optionsOf>[0]);
      if (inner.name === 'settings') return openForm(interaction, first);
      return ask(interaction, first, typedFor(inner.name, options));
    }
    return ask(interaction, first, 'help');
  }

  function ask(interaction: APIInteraction, first: First, text: string): Promise<void> {
    return answering(interaction, first, (asker) =>
      guarded(interaction, asker, { text }, async () => ({
        reply: await service.ask({ place: asker.place, person: asker.person, text }),
      })),
    );
  }

  async function press(interaction: APIMessageComponentInteraction, first: First): Promise<void> {
    const { data } = interaction;
    const value = data.component_type === ComponentType.StringSelect ? data.values[0] : undefined;
    const meant = await readPressed(actions, data.custom_id, value);
    switch (meant.kind) {
      case 'expired':
        return say(interaction, first, EXPIRED);
      case 'form':
        return openForm(interaction, first, meant.key);
      case 'actions': {
        const title = labelOf(interaction.message, value) ?? 'This paper';
        const message: Message = {
          summary: title,
          blocks: [{ kind: 'text', line: [{ text: title, style: 'strong' }] }],
          actions: meant.actions,
        };
        return answering(interaction, first, async () => ({ reply: { ...message, audience: 'person' } }));
      }
      case 'act':
        return perform(interaction, first, meant.act);
    }
  }

  function perform(interaction: APIInteraction, first: First, act: ButtonAction): Promise<void> {
    const shared = act.do === 'share' || act.do === 'share-paper';
    const work = (asker: Caller) =>
      guarded(interaction, asker, { act }, async () => ({
        reply: await service.press({ place: asker.place, person: asker.person, act }),
      }));
    return answering(interaction, first, work, shared ? 'channel' : 'person');
  }

  /** A form has to be the first answer: there is no announcing it. */
  async function openForm(interaction: APIInteraction, first: First, key?: string): Promise<void> {
    const asker = askerOf(interaction);
    const refusal = refusalFor(interaction, { ...asker, managersOnly }, service.changes('form'));
    if (refusal !== undefined) return say(interaction, first, refusal);
    const opened = await dialogue.open(asker.place, key).catch((error: unknown) => {
      log.error('the settings could not be read', { channel: asker.place.id, reason: messageOf(error) });
      return UNOPENED;
    });
    return typeof opened === 'string' ? say(interaction, first, opened) : first(opened);
  }

  function answering(
    interaction: APIInteraction,
    first: First,
    work: (asker: Caller) => Promise<Answer>,
    likely?: Reply['audience'],
  ): Promise<void> {
    const asker = askerOf(interaction);
    const safely = async (): Promise<Answer> => {
      try {
        if (!asker.guest) await rooms.meet(asker.place);
        return await work(asker);
      } catch (error) {
        log.error('a command could not be answered', { channel: asker.place.id, reason: messageOf(error) });
        return { reply: lineFor(FAILED) };
      }
    };
    return responder.respond(interaction, first, safely, likely);
  }

  async function guarded(
    interaction: APIInteraction,
    asker: Caller,
    wish: Wish,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const refusal = refusalFor(interaction, { ...asker, managersOnly }, service.changes(wish));
    return refusal === undefined ? work() : { reply: lineFor(refusal) };
  }

  function say(interaction: APIInteraction, first: First, text: string): Promise<void> {
    return responder.respond(interaction, first, async () => ({ reply: lineFor(text) }));
  }
}

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
import { authorise } from '../../src/chat/authorise.ts';
import { relatedTo } from '../../src/chat/links.ts';
import { EXPIRED, FAILED, NO_WORDS, notice } from '../../src/chat/notices.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Message, Reply } from '../../src/model/message.ts';
import type { CommandService, Log, Place, Wish } from '../../src/model/ports.ts';
import { refusalFor } from './authorise.ts';
import { askerOf, type Caller } from './caller.ts';
import { DIGEST, RELATED, SEARCH } from './commands.ts';
import { type Choices, complete } from './completion.ts';
import { FORM } from './forms.ts';
import { labelOf, textOf } from './message-parts.ts';
import type { Pages } from './pages.ts';
import type { Answer, First, Responder } from './reply.ts';
import { readPressed, type StoredActions } from './stored-actions.ts';
import { completesOf, type Options, optionsOf, typedFor } from './subcommands.ts';

const UNKNOWN = "Paperboy doesn't have this command anymore. Nothing was changed.";

export type Hear = (interaction: APIInteraction, first: First) => Promise<void>;

export interface Hearing {
  service: CommandService;
  actions: StoredActions;
  responder: Responder;
  pages: Pages;
  /** Told of each place that Paperboy is heard in, before anything is asked. It must not admit Paperboy there. */
  meet: (place: Place) => Promise<void>;
  /** Changing what a channel gets wants Manage Channels there. */
  managersOnly: boolean;
  log: Log;
}

export function createHearing(rooms: Hearing): Hear {
  const { service, actions, responder, pages, managersOnly, log } = rooms;

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
          guarded(interaction, asker, 'form', () => pages.submit(interaction, asker)),
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
      const [inner] = options;
      const subcommand = inner?.type === ApplicationCommandOptionType.Subcommand ? inner.name : undefined;
      const from = completesOf(subcommand, focused.name, service.specs);
      choices = await complete(service, askerOf(interaction).place, from, String(focused.value)).catch(
        (error) => {
          log.warn('nothing could be suggested', { reason: messageOf(error) });
          return [];
        },
      );
    }
    return first({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  async function command(interaction: APIApplicationCommandInteraction, first: First): Promise<void> {
    const { data } = interaction;
    if (data.type === ApplicationCommandType.Message && data.name === RELATED) {
      const { messages } = data.resolved as Partial<typeof data.resolved>;
      const message = messages?.[data.target_id];
      const wish = message && relatedTo(textOf(message));
      return wish === undefined ? say(interaction, first, NO_WORDS) : perform(interaction, first, wish);
    }
    if (data.type !== ApplicationCommandType.ChatInput) return say(interaction, first, UNKNOWN);
    const [inner] = data.options ?? [];
    if (data.name === SEARCH) {
      const options = optionsOf((data.options ?? []) as Parameters<typeof optionsOf>[0]);
      return ask(interaction, first, options.get('query') ?? '');
    }
    if (data.name === DIGEST && inner?.type === ApplicationCommandOptionType.Subcommand) {
      const options: Options = optionsOf(inner.options as Parameters<typeof optionsOf>[0]);
      if (inner.name === FORM) return openForm(interaction, first);
      return ask(interaction, first, typedFor(inner.name, options, service.specs));
    }
    return ask(interaction, first, 'help');
  }

  function ask(interaction: APIInteraction, first: First, text: string): Promise<void> {
    return perform(interaction, first, { text });
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
        return perform(interaction, first, { act: meant.act });
    }
  }

  function perform(interaction: APIInteraction, first: First, wish: Exclude<Wish, 'form'>): Promise<void> {
    const shared = 'act' in wish && (wish.act.do === 'share' || wish.act.do === 'share-paper');
    const work = (asker: Caller) =>
      guarded(interaction, asker, wish, async () => {
        const { place, person } = asker;
        const reply =
          'act' in wish ? service.press({ place, person, ...wish }) : service.ask({ place, person, ...wish });
        return { reply: await reply };
      });
    return answering(interaction, first, work, shared ? 'channel' : 'person');
  }

  /** A form has to be the first answer: there is no announcing it. */
  async function openForm(interaction: APIInteraction, first: First, key?: string): Promise<void> {
    const asker = askerOf(interaction);
    const refused = await refuse(interaction, asker, 'form');
    if (refused) return responder.respond(interaction, first, async () => ({ reply: refused }));
    const opened = await pages.open(asker.place, key).catch((error: unknown) => {
      log.error('the settings could not be read', { channel: asker.place.id, reason: messageOf(error) });
      return FAILED;
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
        return { reply: notice(FAILED) };
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
    const refused = await refuse(interaction, asker, wish);
    return refused ? { reply: refused } : work();
  }

  function refuse(interaction: APIInteraction, { guest }: Caller, wish: Wish): Promise<Reply | undefined> {
    return authorise(service, wish, () => refusalFor(interaction, { guest, managersOnly }));
  }

  function say(interaction: APIInteraction, first: First, text: string): Promise<void> {
    return responder.respond(interaction, first, async () => ({ reply: notice(text) }));
  }
}

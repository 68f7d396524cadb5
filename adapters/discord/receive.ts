/**
 * Answers interactions, however they arrive, by asking the command service. Over 200 lines: all that people can do on Discord is
 * told apart here.
 */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentInteraction,
  InteractionResponseType,
  InteractionType,
} from 'discord.js';
import { authorise } from '../../src/chat/authorise.ts';
import { withMarks } from '../../src/chat/marked.ts';
import { EXPIRED, failure, NO_WORDS, notice } from '../../src/chat/notices.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { ButtonAction, Reply } from '../../src/model/message.ts';
import type { CommandService, Log, Place, Wish } from '../../src/model/ports.ts';
import { readPressed, type StoredActions } from './buttons.ts';
import { DIGEST, SETTINGS } from './commands.ts';
import { attachedTo, type createFiles } from './files.ts';
import { isOwnForm } from './forms.ts';
import { readNoteForm, toNoteForm } from './note-form.ts';
import { OWN_SETTINGS, type OwnPlaces, openingFor } from './own-place.ts';
import { isOwnKey, type Opening, type Pages } from './pages.ts';
import { labelOf } from './payload.ts';
import { type Caller, callerOf, permissionHint, refusalFor } from './places.ts';
import type { Answer, First, Responder } from './reply.ts';
import { complete, readCommand } from './subcommands.ts';
import { turnedMessage } from './turned.ts';

const FORM_HELP = `/${DIGEST} ${SETTINGS.name}: ${SETTINGS.description}.`;
const UNKNOWN = "Paperboy doesn't have this command anymore. Nothing was changed.";

export function createReceive(context: {
  service: CommandService;
  actions: StoredActions;
  responder: Responder;
  pages: Pages;
  ownPlaces: OwnPlaces;
  /** Told of each place that something is asked in, before it is done. It must not let Paperboy post there. */
  notePlace: (place: Place) => Promise<void>;
  /** Reads a file that came with a command into the library of a place. */
  readFile: ReturnType<typeof createFiles>;
  /** Only people with Manage Channels may change what a channel gets. */
  managersOnly: boolean;
  log: Log;
}) {
  const { service, actions, responder, pages, ownPlaces, notePlace, readFile, managersOnly, log } = context;
  return receive;

  async function receive(interaction: APIInteraction, first: First): Promise<void> {
    switch (interaction.type) {
      case InteractionType.Ping:
        return first({ type: InteractionResponseType.Pong });
      case InteractionType.ApplicationCommandAutocomplete:
        return suggest(interaction, first);
      case InteractionType.ApplicationCommand:
        return command(interaction, first);
      case InteractionType.MessageComponent:
        return press(interaction, first);
      case InteractionType.ModalSubmit: {
        const note = readNoteForm(interaction);
        if (note) return ask(interaction, first, { act: note });
        const isOwn = isOwnForm(interaction.data.custom_id);
        return performForm([interaction, first], isOwn, (caller) => pages.submit(interaction, caller));
      }
    }
  }

  async function suggest(
    interaction: APIApplicationCommandAutocompleteInteraction,
    first: First,
  ): Promise<void> {
    const choices = await complete(service, interaction).catch((error) => {
      log.warn('suggestions failed', { reason: messageOf(error) });
      return [];
    });
    return first({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  async function command(interaction: APIApplicationCommandInteraction, first: First): Promise<void> {
    const file = attachedTo(interaction.data);
    if (file) {
      const read = async ({ place, person }: Caller) => ({ reply: await readFile({ place, person }, file) });
      return perform(interaction, first, { text: 'library import', chosen: true }, read);
    }
    const wish = readCommand(interaction.data, service.specs);
    if (wish === undefined) return say(interaction, first, notice(UNKNOWN));
    if (wish === 'form-help') return say(interaction, first, notice(FORM_HELP));
    if (wish === 'no-words') return say(interaction, first, notice(NO_WORDS));
    if (wish === 'posts-form') return openForm(interaction, first, { part: 'posts' });
    return wish === 'form' ? openForm(interaction, first) : ask(interaction, first, wish);
  }

  async function press(interaction: APIMessageComponentInteraction, first: First): Promise<void> {
    const { data } = interaction;
    const [value] = (data as { values?: string[] }).values ?? [];
    const pressed = await readPressed(actions, data.custom_id, value).catch((error: unknown) => {
      log.error('a button could not be read', { reason: messageOf(error) });
      return { kind: 'failed' as const, why: failure(error) };
    });
    switch (pressed.kind) {
      case 'failed':
        return say(interaction, first, notice(pressed.why));
      case 'expired':
        return say(interaction, first, notice(EXPIRED));
      case 'form':
        return openForm(interaction, first, { key: pressed.key, isOwn: isOwnKey(pressed.key) });
      case 'save-form':
        return performForm([interaction, first], isOwnKey(pressed.key), (caller) =>
          pages.save(pressed.key, caller),
        );
      case 'actions': {
        const title = labelOf(interaction.message, value) ?? 'This paper';
        const block = { kind: 'text' as const, line: [{ text: title, style: 'strong' as const }] };
        return say(interaction, first, { ...notice(title), blocks: [block], actions: pressed.actions });
      }
      case 'act': {
        const opening = openingFor(pressed.act);
        if (opening) return openForm(interaction, first, opening, pressed.act);
        if (pressed.act.do === 'note' && pressed.act.note === undefined)
          return openNote(interaction, first, pressed.act);
        return ask(interaction, first, { act: pressed.act });
      }
    }
  }

  /** Opens the form for a note, or says how to type one. */
  async function openNote(
    interaction: APIMessageComponentInteraction,
    first: First,
    act: ButtonAction & { do: 'note' },
  ): Promise<void> {
    const note = await service.savedNote({ person: callerOf(interaction).person, id: act.id });
    const form = note === undefined ? undefined : toNoteForm(act.id, note);
    return form === undefined ? ask(interaction, first, { act }) : first(form);
  }

  function ask(interaction: APIInteraction, first: First, wish: Exclude<Wish, 'form'>): Promise<void> {
    const isShared = 'act' in wish && (wish.act.do === 'share' || wish.act.do === 'share-paper');
    const work = async ({ place, person }: Caller): Promise<Answer> => {
      const who = { place, person };
      const answer =
        'act' in wish ? await service.press({ ...who, ...wish }) : await service.ask({ ...who, ...wish });
      const reply = await withMarks(answer, who, service);
      if (!('act' in wish)) return { reply };
      const isPress = interaction.type === InteractionType.MessageComponent;
      const turned = isPress ? turnedMessage(interaction, wish.act, reply) : undefined;
      return { reply, ...(turned ? { turned } : {}) };
    };
    return perform(interaction, first, wish, work, isShared ? 'channel' : 'person');
  }

  /** A form has to be the first answer: it cannot be announced. */
  async function openForm(
    interaction: APIInteraction,
    first: First,
    opening: Opening = {},
    act: ButtonAction = OWN_SETTINGS,
  ): Promise<void> {
    const caller = opening.isOwn ? await ownPlaces.used(callerOf(interaction)) : callerOf(interaction);
    // Nothing is followed there yet, or the person cannot be written to: the answer says so.
    if (caller === undefined) return ask(interaction, first, { act });
    const refused = await refuse(interaction, caller, opening.isOwn ? { act: OWN_SETTINGS } : 'form');
    if (refused) return say(interaction, first, refused);
    const opened = await pages.open(caller.place, opening).catch((error: unknown) => {
      log.error('the settings could not be read', { channel: caller.place.id, reason: messageOf(error) });
      return failure(error);
    });
    return typeof opened === 'string' ? say(interaction, first, notice(opened)) : first(opened);
  }

  /** Does with a form what `work` does, in the place that it is about. */
  function performForm(
    on: [APIInteraction, First],
    isOwn: boolean,
    work: (caller: Caller) => Promise<Answer>,
  ) {
    const inOwn = async (caller: Caller) => work(await ownPlaces.of(caller));
    return isOwn ? perform(...on, { act: OWN_SETTINGS }, inOwn) : perform(...on, 'form', work);
  }

  /** Answers with what `work` gives, unless this person may not do it. @param likely who the answer is probably for */
  function perform(
    interaction: APIInteraction,
    first: First,
    wish: Wish,
    work: (caller: Caller) => Promise<Answer>,
    likely?: Reply['audience'],
  ): Promise<void> {
    const caller = callerOf(interaction);
    const guarded = async (): Promise<Answer> => {
      try {
        if (!caller.guest) await notePlace(caller.place);
        const refused = await refuse(interaction, caller, wish);
        return refused ? { reply: refused } : withHint(await work(caller), interaction, caller, wish);
      } catch (error) {
        log.error('a command could not be answered', { channel: caller.place.id, reason: messageOf(error) });
        return { reply: notice(failure(error)) };
      }
    };
    return responder.respond(interaction, first, guarded, likely);
  }

  /** Says first what to do where Paperboy may not post what was just changed. */
  function withHint(answer: Answer, interaction: APIInteraction, { place }: Caller, wish: Wish): Answer {
    const { reply } = answer;
    const hint = service.changes(wish) && !reply.refused ? permissionHint(interaction, place) : undefined;
    if (hint === undefined) return answer;
    const { blocks, summary } = notice(hint, 'warning');
    return {
      ...answer,
      reply: { ...reply, summary: `${summary} ${reply.summary}`, blocks: [...blocks, ...reply.blocks] },
    };
  }

  function refuse(interaction: APIInteraction, { guest }: Caller, wish: Wish): Promise<Reply | undefined> {
    return authorise(service, wish, () => refusalFor(interaction, { guest, managersOnly }));
  }

  function say(interaction: APIInteraction, first: First, reply: Reply): Promise<void> {
    return responder.respond(interaction, first, async () => ({ reply }));
  }
}

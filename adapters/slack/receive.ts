/**
 * Answers what people write and press in Slack by asking the command service. Over 200 lines: all that people can do there is told
 * apart here.
 */
import type { App } from '@slack/bolt';
import { authorise } from '../../src/chat/authorise.ts';
import { ASKS_FOR_FILE } from '../../src/chat/library-file.ts';
import { relatedTo } from '../../src/chat/links.ts';
import { withMarks } from '../../src/chat/marked.ts';
import { EXPIRED, failure, NO_WORDS, notice } from '../../src/chat/notices.ts';
import type { CommandGroup, CommandSpec } from '../../src/model/command-spec.ts';
import type { Reply } from '../../src/model/message.ts';
import type { CommandService, Wish } from '../../src/model/ports.ts';
import { createAskedForms } from './asked-forms.ts';
import { ACT, readAction } from './buttons.ts';
import { logReason } from './errors.ts';
import type { HandlerContext } from './handler-context.ts';
import { inviteHint, settingsBlock } from './intro.ts';
import { SHORTCUT } from './manifest.ts';
import { createPeople, isDirect, isPublicName, locationOf, personOf, placeOf, refusalFor } from './places.ts';
import type { Asked } from './reply.ts';
import { readWords, textOf } from './text.ts';
import { createTurn, type PressedIn } from './turned.ts';

/** Who wrote or pressed something, and where. */
interface Source extends Omit<Asked, 'above' | 'below'> {
  channelName?: string | undefined;
  /** The channel's name in the payload is that of a public channel. */
  isPublic?: boolean;
  userName?: string | undefined;
  /** Lets a modal be opened, for three seconds. */
  trigger?: string | undefined;
  pressed?: PressedIn | undefined;
}

type Who = Pick<Parameters<CommandService['ask']>[0], 'place' | 'person'>;

interface Outcome extends Pick<Asked, 'above' | 'below'> {
  reply: Reply;
}

/** Commands of these groups, and these words, are about a channel's settings. */
const GROUPS: ReadonlySet<CommandGroup> = new Set(['follow', 'when']);
const WORDS = ['', 'help', 'status', 'settings', 'config', 'mute', 'stop', 'time', 'timezone'];

/** The words that begin what is asked about settings: the answer has the channel's Settings button below it. */
function aboutSettings(specs: readonly CommandSpec[]): ReadonlySet<string> {
  const commands = specs.filter(({ group }) => GROUPS.has(group));
  return new Set([...WORDS, ...commands.flatMap(({ name, aliases }) => [name, ...aliases])]);
}

export function receive(app: App, context: HandlerContext): void {
  const { service, directory, answer, actions, files, adminsOnly, log } = context;
  const people = createPeople();
  const settingsWords = aboutSettings(service.specs);
  const openForm = createAskedForms(context);
  const turn = createTurn(context);

  /** Answers with what `work` gives, or that something went wrong where it throws. @throws what it threw, for the log */
  async function answerWith(source: Source, work: (who: Who) => Promise<Outcome | undefined>): Promise<void> {
    // Only this person reads a direct message, and an ephemeral answer would not stay there.
    const isOpen = isDirect(source.location.channel) && !source.respond;
    const show = ({ reply, ...around }: Outcome) =>
      answer(isOpen ? { ...reply, audience: 'channel' } : reply, { ...source, ...around });
    try {
      const { location, user, channelName: name } = source;
      const userName = await people.nameOf(user, source.userName, source.client);
      const isPublic = source.isPublic ? { hidden: false } : {};
      // What is not remembered of the channel costs no answer.
      const place = await directory.note(location, { name, user, ...isPublic }).catch((thrown: unknown) => {
        log.warn('what a request says of its channel could not be stored', logReason(thrown));
        return placeOf(location, name);
      });
      const outcome = await work({ place, person: personOf(location.space, user, userName) });
      if (outcome) await show(outcome);
    } catch (thrown) {
      await show({ reply: notice(failure(thrown)) });
      throw thrown;
    }
  }

  /** Does what is asked, unless this person may not change it, and says first what to do where Paperboy cannot post. */
  async function carryOut(
    wish: Exclude<Wish, 'form'>,
    { user, client, location }: Source,
    who: Who,
  ): Promise<Outcome> {
    const refusal = () => (adminsOnly ? refusalFor(user, client) : undefined);
    const refused = await authorise(service, wish, refusal);
    // The form would be refused as well.
    if (refused) return { reply: refused, below: [] };
    const answer =
      'act' in wish ? await service.press({ ...who, ...wish }) : await service.ask({ ...who, ...wish });
    const reply = await withMarks(answer, who, service);
    const above = service.changes(wish) && !reply.refused ? await inviteHint(location, client) : undefined;
    return { reply, ...(above ? { above } : {}) };
  }

  function ask(source: Source, typed: string): Promise<void> {
    return answerWith(source, async (who) => {
      const text = readWords(typed);
      const outcome = await carryOut({ text }, source, who);
      if (ASKS_FOR_FILE.test(text) && !outcome.reply.refused)
        await files.expect(source.location, source.user);
      const [command = ''] = text.toLowerCase().trim().split(/\s+/, 1);
      const hasOwn = outcome.reply.actions.some(({ act }) => act.do === 'settings' || act.do === 'for-me');
      const settings = settingsWords.has(command) && !hasOwn ? [settingsBlock(who.place)] : [];
      return { below: settings, ...outcome };
    });
  }

  /**
   * Does what a button or a shortcut asks for, or answers with the sentence `otherwise` when that cannot be read. Where the form
   * that it asks for cannot be opened, the answer says what to type.
   */
  function perform(
    source: Source,
    read: () => Promise<Exclude<Wish, 'form'> | undefined>,
    otherwise: string,
  ): Promise<void> {
    return answerWith(source, async (who) => {
      const wish = await read();
      if (wish === undefined) return { reply: notice(otherwise) };
      const act = 'act' in wish ? wish.act : undefined;
      if (act && (await openForm(act, who, source))) return undefined;
      const outcome = await carryOut(wish, source, who);
      return act && (await turn(act, source, outcome.reply)) ? undefined : outcome;
    });
  }

  app.command(/./, async ({ ack, command, context, client, respond }) => {
    await ack();
    const source: Source = {
      location: locationOf(context, command.channel_id),
      channelName: command.channel_name,
      isPublic: isPublicName(command.channel_name),
      user: command.user_id,
      userName: command.user_name,
      client,
      respond,
      thread: command.thread_ts,
    };
    await ask(source, command.text ?? '');
  });

  app.event('app_mention', async ({ event, context, client }) => {
    if (!event.user || event.bot_id || isDirect(event.channel)) return;
    const location = locationOf(context, event.channel);
    await ask({ location, user: event.user, client, thread: event.thread_ts }, event.text ?? '');
  });

  app.event('message', async ({ event, context, client }) => {
    const { channel_type, subtype, user, bot_id, text = '', thread_ts } = event as unknown as Texts;
    if (channel_type !== 'im' || subtype || !user || bot_id) return;
    const location = locationOf(context, event.channel);
    await ask({ location, user, client, thread: thread_ts }, text);
  });

  app.event('file_shared', async ({ event, context, client }) => {
    const { channel_id: channel, file_id: file, user_id: user } = event as unknown as Texts;
    if (!channel || !file || !user || user === context.botUserId) return;
    const location = locationOf(context, channel);
    if (!(await files.isMeant(location, user))) return;
    await answerWith({ location, user, client }, async (who) => {
      const refusal = () => (adminsOnly ? refusalFor(user, client) : undefined);
      const refused = await authorise(service, { text: 'library import' }, refusal);
      const reply = refused ?? (await files.read(file, { location, user, client }, who));
      return reply && { reply };
    });
  });

  app.action(new RegExp(`^${ACT}:\\d+$`), async ({ ack, action, body, context, client, respond }) => {
    await ack();
    const { channel, user, container, message, trigger_id: trigger } = body as unknown as Pressed;
    const value =
      'selected_option' in action ? action.selected_option?.value : 'value' in action && action.value;
    if (!channel?.id || typeof value !== 'string') return;
    const location = locationOf(context, channel.id);
    const source: Source = {
      location,
      channelName: channel.name,
      user: user.id,
      userName: user.username ?? user.name,
      client,
      respond,
      trigger,
      pressed: message?.blocks && { value, text: message.text ?? '', blocks: message.blocks },
      thread: container?.thread_ts ?? message?.thread_ts,
    };
    const read = async () => {
      const act = await readAction(value, location.space, actions);
      return act && { act };
    };
    await perform(source, read, EXPIRED);
  });

  app.shortcut(
    { callback_id: SHORTCUT.callback_id, type: 'message_action' },
    async ({ ack, shortcut, context, client, respond }) => {
      await ack();
      const { channel, user, message } = shortcut;
      const source: Source = {
        location: locationOf(context, channel.id),
        channelName: channel.name,
        user: user.id,
        userName: user.name,
        client,
        respond,
        thread: message.thread_ts as string | undefined,
      };
      await perform(source, async () => relatedTo(textOf(message)), NO_WORDS);
    },
  );
}

/** Fields as the reader of payloads leaves them. */
type Texts = Readonly<Record<string, string | undefined>>;
type Pressed = Readonly<Record<'channel' | 'container', Texts | undefined>> & {
  message: { thread_ts?: string; text?: string; blocks?: readonly unknown[] } | undefined;
  user: Texts & { id: string };
  trigger_id: string | undefined;
};

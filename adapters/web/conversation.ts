/** Answers what a person writes or presses by asking the command service, and adds both to the channel's history. */
import { messageOf, reasonForPeople } from '../../src/model/errors.ts';
import type { ButtonAction, Message, Reply } from '../../src/model/message.ts';
import type { CommandService, Log, Person } from '../../src/model/ports.ts';
import { placeOf } from './channels.ts';
import { hintFor } from './hint.ts';
import { type Draft, type Entry, type History, KEPT } from './history.ts';
import { createIdempotency } from './idempotency.ts';

/** An entry as one person may see it. */
export interface Shown {
  id: string;
  seq: number;
  channel: string;
  at: number;
  author?: { name: string; you: boolean };
  onlyYou: boolean;
  text?: string;
  message?: Message;
  nonce?: string;
}

/** The answer to a request: entries for the log, or an aside that is shown beside the pressed button and not stored. */
export interface Outcome {
  entries: Shown[];
  aside?: Message;
}

interface From {
  channel: string;
  person: Person;
  /** The page's idempotency key for this request. */
  nonce?: string | undefined;
}

export interface Conversation {
  /** Answers a command, with or without `/papers` before it. */
  ask(asked: From & { text: string }): Promise<Outcome>;
  /** Adds a message that is not a command, with a hint where one helps. */
  say(said: From & { text: string }): Promise<Outcome>;
  press(pressed: From & { act: ButtonAction }): Promise<Outcome>;
}

export function createConversation(outside: {
  service: CommandService;
  history: History;
  log: Log;
}): Conversation {
  const { service, history, log } = outside;
  const once = createIdempotency<Entry[] | Message>();

  async function outcome(from: From, work: () => Promise<Entry[] | Message>): Promise<Outcome> {
    const key = from.nonce === undefined ? undefined : `${from.person.id} ${from.nonce}`;
    const done = await once(key, work);
    if (!Array.isArray(done)) return { entries: [], aside: done };
    return { entries: done.map((entry) => show(entry, from.person.id)) };
  }

  /** Adds the entries in this order, with nothing between them. */
  function keep(...drafts: Draft[]): Promise<Entry[]> {
    return Promise.all(drafts.map((draft) => history.add(draft)));
  }

  /**
   * Adds what was asked and answered. The command was carried out by then, so its answer is shown even when it cannot be
   * stored: an error would make people repeat it.
   */
  function keepAnswer(person: Person, ...drafts: Draft[]): Promise<Entry[]> {
    const entries = drafts.map((draft) =>
      history.add(draft).catch((thrown: unknown) => {
        log.error('an answer could not be stored', { channel: draft.channel, cause: messageOf(thrown) });
        const message = draft.message && withWarning(draft.message, reasonForPeople(thrown));
        return history.unstored({ ...draft, onlyFor: person.id, ...(message ? { message } : {}) });
      }),
    );
    return Promise.all(entries);
  }

  return {
    ask(asked) {
      return outcome(asked, async () => {
        const { channel, person } = asked;
        const text = readCommand(asked.text);
        const reply = await service.ask({ place: placeOf(channel), person, text });
        const audience = audienceOf(reply, person);
        const command = `/papers ${text}`.trim();
        return keepAnswer(
          person,
          { channel, ...audience, author: person, text: command, ...marked(asked) },
          { channel, ...audience, message: messageIn(reply) },
        );
      });
    },
    say(said) {
      return outcome(said, () => {
        const { channel, person, text } = said;
        const mistyped = text.startsWith('/') ? { onlyFor: person.id } : {};
        const words: Draft = { channel, author: person, text, ...mistyped, ...marked(said) };
        const hint = hintFor(text, !hasSpoken(history, channel, person.id));
        return hint === undefined ? keep(words) : keep(words, { channel, onlyFor: person.id, message: hint });
      });
    },
    press(pressed) {
      return outcome(pressed, async () => {
        const { channel, person, act } = pressed;
        const reply = await service.press({ place: placeOf(channel), person, act });
        const isAside = act.do === 'abstract' || act.do === 'cite';
        if (isAside && reply.audience === 'person') return messageIn(reply);
        return keepAnswer(person, { channel, ...audienceOf(reply, person), message: messageIn(reply) });
      });
    },
  };
}

/** An entry as this person's page gets it, without other people's ids and idempotency keys. */
export function show(entry: Entry, personId: string): Shown {
  const { author, onlyFor, nonce, ...rest } = entry;
  const you = author?.id === personId;
  return {
    ...rest,
    onlyYou: onlyFor !== undefined,
    ...(author && { author: { name: author.name, you } }),
    ...(nonce !== undefined && you && { nonce }),
  } as Shown;
}

/** `/papers lora` and `lora` are `lora`. */
export function readCommand(text: string): string {
  return text.trim().replace(/^\/papers(?=\s|$)\s*/i, '');
}

function audienceOf(reply: Reply, person: Person): { onlyFor?: string } {
  return reply.audience === 'person' ? { onlyFor: person.id } : {};
}

function messageIn({ summary, blocks, actions }: Message): Message {
  return { summary, blocks, actions };
}

/** Says below an answer that it was not added to the history. */
function withWarning(message: Message, reason: string): Message {
  const text = `Only you can see this answer, and only until you reload the page, because it couldn't be stored. ${reason}`;
  return { ...message, blocks: [...message.blocks, { kind: 'text', line: [{ text }], tone: 'warning' }] };
}

function marked({ nonce }: From): { nonce?: string } {
  return nonce === undefined ? {} : { nonce };
}

function hasSpoken(history: History, channel: string, personId: string): boolean {
  const { entries } = history.page(channel, personId, KEPT.open + KEPT.personal);
  return entries.some(({ author, text }) => author?.id === personId && !/^\/papers\b/i.test(text ?? ''));
}

/** Answers what a person writes or presses by asking the command service, and adds both to the channel's history. */
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { FilledForm, FormProblem } from '../../src/model/channel-form.ts';
import { withDeadline } from '../../src/model/deadline.ts';
import { messageOf, PaperboyError, reasonForPeople } from '../../src/model/errors.ts';
import { LIST_CHANGES } from '../../src/model/list-action.ts';
import type { ButtonAction, Message, Reply } from '../../src/model/message.ts';
import type { CommandService, Log, Person } from '../../src/model/ports.ts';
import { ownerOf, placeOf } from './channel-names.ts';
import type { Channel } from './channels.ts';
import { type Draft, type Entry, messageIn } from './entry.ts';
import { hasSpoken, hintFor } from './hint.ts';
import type { History } from './history.ts';

/** Idempotency keys; enough for every request that may still be repeated. */
const REMEMBERED = 500;

/** What is read beside its button rather than in the log. */
const ASIDES: ReadonlySet<string> = new Set([
  'my-data',
  'forget-me',
  'abstract',
  'cite',
  'export',
  'related',
  'mark',
  ...LIST_CHANGES,
]);

/** After this long, an answer is shown although it isn't stored. Milliseconds. */
const STORED_MS = 3_000;

/** An entry as one person may see it. */
export type Shown = Omit<Entry, 'author' | 'about' | 'onlyFor'> & {
  author?: { name: string; you: boolean };
  onlyYou: boolean;
};

/** The answer to a request: entries for the log, an aside that is shown in its own place and not stored, or what is wrong with a form. */
export interface Outcome {
  entries: Shown[];
  aside?: Message;
  problems?: FormProblem[];
}

interface From {
  channel: Channel;
  person: Person;
  /** Where on the network the page is. */
  client?: string;
  /** The page's idempotency key for this request. */
  nonce?: string | undefined;
}

/** What is done for a request: entries that were added, an aside, or the problems of a form. */
type Work = () => Promise<Entry[] | { aside: Message } | { problems: FormProblem[] }>;

export type Conversation = ReturnType<typeof createConversation>;

export function createConversation(outside: {
  service: CommandService;
  history: History;
  log: Log;
  /** `STORED_MS` unless a test says otherwise. */
  storedMs?: number;
}) {
  const { service, history, log, storedMs = STORED_MS } = outside;
  const answers = new LRUCache<string, ReturnType<Work>>({ max: REMEMBERED });

  async function outcome(from: From, work: Work): Promise<Outcome> {
    const done = await once(from, work);
    if (!Array.isArray(done)) return { entries: [], ...done };
    return { entries: done.map((entry) => show(entry, from.person.id)) };
  }

  /** Works once for each idempotency key: a repeated request gets the first answer, unless that one failed. */
  function once({ person, nonce }: From, work: Work): ReturnType<Work> {
    if (nonce === undefined) return work();
    const key = `${person.id} ${nonce}`;
    const answer = answers.get(key) ?? work();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  }

  /**
   * Adds what was asked and answered. The command was carried out by then, so its answer is shown even when it cannot be
   * stored: an error would make people repeat it.
   */
  function keepAnswer(person: Person, ...drafts: (Draft & { id: string })[]): Promise<Entry[]> {
    const entries = drafts.map((draft) =>
      withDeadline(history.add(draft), storedMs, notInTime).catch((thrown: unknown) => {
        log.error('an answer may not have been stored', { channel: draft.channel, cause: messageOf(thrown) });
        const message = draft.message && withWarning(draft.message, reasonForPeople(thrown));
        return history.unstored({ ...draft, onlyFor: person.id, message });
      }),
    );
    return Promise.all(entries);
  }

  return {
    /** Answers a command, with or without `/papers` before it. */
    ask(asked: From & { text: string }): Promise<Outcome> {
      return outcome(asked, async () => {
        const { person, client, nonce } = asked;
        const channel = asked.channel.key;
        const text = readCommand(asked.text);
        const reply = await service.ask({ place: placeOf(asked.channel), person, client, text });
        const onlyFor = readerOf(reply, person);
        return keepAnswer(
          person,
          {
            ...idOf(asked, 'asked'),
            channel,
            onlyFor,
            author: person,
            text: `/papers ${text}`.trim(),
            nonce,
          },
          { ...idOf(asked, 'answer'), channel, onlyFor, message: messageIn(reply) },
        );
      });
    },
    /** Adds a message that is not a command, with a hint where one helps. */
    say(said: From & { text: string }): Promise<Outcome> {
      return outcome(said, () => {
        const { person, text, nonce } = said;
        const channel = said.channel.key;
        const onlyFor = text.startsWith('/') ? person.id : undefined;
        const hint = hintFor(text, !hasSpoken(history, channel, person.id), service.specs);
        const drafts: Draft[] = [{ ...idOf(said, 'said'), channel, onlyFor, author: person, text, nonce }];
        if (hint !== undefined)
          drafts.push({ ...idOf(said, 'hint'), channel, onlyFor: person.id, message: hint });
        // In this order, with nothing between them.
        return Promise.all(drafts.map((draft) => history.add(draft)));
      });
    },
    /** Reads the file of a library in. */
    import(given: From & { file: { name: string; content: string } }): Promise<Outcome> {
      return outcome(given, async () => {
        const { person, client, file, nonce } = given;
        const channel = given.channel.key;
        const reply = await service.importLibrary({ place: placeOf(given.channel), person, client, file });
        const onlyFor = readerOf(reply, person);
        const text = `/papers library import ${file.name}`;
        return keepAnswer(
          person,
          { ...idOf(given, 'given'), channel, onlyFor, author: person, text, nonce },
          { ...idOf(given, 'read'), channel, onlyFor, message: messageIn(reply) },
        );
      });
    },
    /** Carries out a pressed button. `aside`: an answer for this person alone is shown in its own place, and not stored. */
    press(pressed: From & { act: ButtonAction; aside?: boolean | undefined }): Promise<Outcome> {
      return outcome(pressed, async () => {
        const { person, client, act, aside = false } = pressed;
        const reply = await service.press({ place: placeOf(pressed.channel), person, client, act });
        const onlyFor = readerOf(reply, person);
        const message = messageIn(reply);
        if (onlyFor !== undefined && (aside || ASIDES.has(act.do))) return { aside: message };
        const channel = pressed.channel.key;
        return keepAnswer(person, { ...idOf(pressed, 'pressed'), channel, onlyFor, message });
      });
    },
    /** Takes a filled form over; its answer is an aside. */
    fill(filled: From & { form: FilledForm }): Promise<Outcome> {
      return outcome(filled, async () => {
        const { channel, person, client, form } = filled;
        const done = await service.fill({ place: placeOf(channel), person, client, form });
        return 'problems' in done ? done : { aside: messageIn(done.reply) };
      });
    },
  };
}

/** An entry of a request with a key has the same id in every process: a page that repeats it to another one sees it once. */
function idOf({ channel, person, nonce }: From, part: string): { id: string } {
  return { id: nonce === undefined ? randomUUID() : `${part} ${channel.key} ${person.id} ${nonce}` };
}

/** An entry as this person's page gets it, without other people's ids and idempotency keys. */
export function show(entry: Entry, personId: string): Shown {
  const { author, about: _, onlyFor, nonce, ...rest } = entry;
  const you = author?.id === personId;
  return {
    ...rest,
    // In a person's own conversation everything is.
    onlyYou: onlyFor !== undefined && ownerOf(entry.channel) === undefined,
    ...(author && { author: { name: author.name, you } }),
    ...(you && { nonce }),
  };
}

function notInTime(): never {
  throw new PaperboyError('store', 'The store did not answer in time.', { advice: "it doesn't answer" });
}

/** `/papers lora` and `lora` are `lora`. */
function readCommand(text: string): string {
  return text.trim().replace(/^\/papers(?=\s|$)\s*/i, '');
}

/** The id of the person who alone may see the reply; undefined where it is for everyone. */
function readerOf(reply: Reply, person: Person): string | undefined {
  return reply.audience === 'person' ? person.id : undefined;
}

/** Says below an answer that it may not be in the history. */
function withWarning(message: Message, reason: string): Message {
  const text = `This answer may not have been stored: only you can see it for now, and it may be gone when you reload the page. ${reason}`;
  return { ...message, blocks: [...message.blocks, { kind: 'text', line: [{ text }], tone: 'warning' }] };
}

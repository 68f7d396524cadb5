// @ts-check
/** Calls the server's API, and follows its event stream with a reconnect after every loss. */

/** @import { Outcome, Shown } from '../conversation.ts' */
/** @import { Finding } from '../../../src/model/finding.ts' */
/** @import { CommandSpec } from '../../../src/model/command-spec.ts' */
/** @import { Mark } from '../../../src/model/mark.ts' */
/** @import { ButtonAction, Line } from '../../../src/model/message.ts' */
/** @import { ChannelForm, FilledForm, TopicChecks } from '../../../src/model/channel-form.ts' */
/** @import { SetupDone, SetupForm } from '../../../src/model/setup.ts' */
/** @import { ChannelPages, Pages } from './pages.js' */

/** @typedef {{ key: string, name: string, id: string, latest: number, own?: true }} Channel `key` stays the same however it is renamed; `own`: the person's conversation with Paperboy, which nobody else sees */
/** @typedef {{ name: string, named: boolean }} You */
/** @typedef {{ topics: { query: string, name?: string }[], schedule: string, next: Line, problem?: string, own?: true }} Standing */
/** @typedef {{ channel?: Standing, sources: Line[], pages?: ChannelPages }} Overview */
/**
 * @typedef {object} Settings
 * @property {ChannelForm} form
 * @property {number} messages
 * @property {[ChannelForm['order'], string][]} orders
 * @property {[ChannelForm['layout'], string][]} layouts
 * @property {['announce' | 'thumbnails' | 'quiet' | 'paused', string][]} switches
 * @property {string} topicsHint
 * @property {{ min: number, max: number }} limit
 * @property {ChannelPages} [pages]
 */

/** How long an answer may take. */
const PATIENCE_MS = 30_000;
/** The waits between attempts to reconnect, doubled each time. */
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;
/** A stream silent for this long is lost: more than two of the server's heartbeats. */
const SILENCE_MS = 40_000;

/**
 * @param {string} path
 * @param {unknown} [body] sent as JSON; without it, the path is read
 * @param {AbortSignal} [ended] ends the call
 */
async function call(path, body, ended) {
  const sent = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = ended ? AbortSignal.any([patience, ended]) : patience;
  const response = await fetch(path, { signal, ...(body === undefined ? {} : sent) }).catch((thrown) => {
    const slow = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    throw new Error(
      slow ? 'Paperboy took too long to answer.' : "Paperboy can't be reached. Is it still running?",
    );
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(answer.error?.message ?? `Paperboy answered with an error (${response.status}).`);
}

/** @param {string} channel */
const at = (channel) => `/api/channels/${encodeURIComponent(channel)}`;

/** A new idempotency key: the server carries out requests with the same key once. */
export function newNonce() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}

/** The person's own conversation comes last. `mail`: addresses can be subscribed; `setup`: what the button for it offers, where whoever runs Paperboy may be asking. @returns {Promise<{ channels: Channel[], seq: number, you: You, mail?: boolean, setup?: 'first' | 'again', pages?: Pages }>} */
export async function readChannels() {
  const { channels, own, ...read } = await call('/api/channels');
  return { channels: own === undefined ? channels : [...channels, own], ...read };
}

/** @returns {Promise<CommandSpec[]>} */
export const readCommands = () => call('/api/commands');

/** @returns {Promise<{ findings: Finding[] }>} */
export const readChecks = () => call('/api/checks');

/** Tells that this browser is that of whoever runs Paperboy. @param {string} code */
export const admit = (code) => call('/api/operator', { code });

/** @returns {Promise<SetupForm>} */
export const readSetup = () => call('/api/setup');

/** @param {string} platform @param {Record<string, string>} answers @returns {Promise<{ findings: Finding[] }>} */
export const checkSetup = (platform, answers) => call('/api/setup/check', { platform, answers });

/** @param {string} platform @param {Record<string, string>} answers @param {Record<string, string>} shown what the fields held at first @returns {Promise<SetupDone>} */
export const saveSetup = (platform, answers, shown) => call('/api/setup', { platform, answers, shown });

/** @param {string} name @returns {Promise<{ channel: Channel }>} */
export const addChannel = (name) => call('/api/channels', { name });

/** @param {string} channel @param {string} name @returns {Promise<{ channel: Channel }>} */
export const renameChannel = (channel, name) => call(`${at(channel)}/rename`, { name });

/** Deletes a channel with all that is stored for it. @param {string} channel */
export const deleteChannel = (channel) => call(`${at(channel)}/delete`, {});

/** @param {string} channel @returns {Promise<Settings>} */
export const readSettings = (channel) => call(`${at(channel)}/settings`);

/** Saving the same again changes nothing, so this needs no idempotency key. @param {string} channel @param {FilledForm} form @returns {Promise<Outcome>} */
export const saveSettings = (channel, form) => call(`${at(channel)}/settings`, { form });

/** @param {string} channel @param {string[]} topics @param {AbortSignal} ended @returns {Promise<TopicChecks>} */
export const checkTopics = (channel, topics, ended) => call(`${at(channel)}/check-topics`, { topics }, ended);

/** @param {string} typed @returns {Promise<string[]>} */
export const completeZones = (typed) => call(`/api/zones?typed=${encodeURIComponent(typed)}`);

/** @param {string} name @returns {Promise<{ you: You }>} */
export const setName = (name) => call('/api/you', { name });

/** How a channel stands. @param {string} channel @returns {Promise<Overview>} */
export const readOverview = (channel) => call(`${at(channel)}/overview`);

/** @param {string} channel @param {number} [before] @returns {Promise<{ messages: Shown[], more: boolean }>} */
export const readMessages = (channel, before) =>
  call(`${at(channel)}/messages${before === undefined ? '' : `?before=${before}`}`);

/** How the reader marked papers, of those that they marked. @param {string} channel @param {string[]} ids 200 at most @returns {Promise<Record<string, Mark>>} */
export const readMarks = async (channel, ids) => (await call(`${at(channel)}/marks`, { ids })).marks;

/** Sends a command, or a message. @param {string} channel @param {'ask' | 'messages'} as @param {string} text @param {string} nonce @returns {Promise<Outcome>} */
export const write = (channel, as, text, nonce) => call(`${at(channel)}/${as}`, { text, nonce });

/** Hands over the file of a library. @param {string} channel @param {{ name: string, content: string }} file @param {string} nonce @returns {Promise<Outcome>} */
export const upload = (channel, file, nonce) => call(`${at(channel)}/library`, { file, nonce });

/** @param {string} channel @param {ButtonAction} act @param {string} nonce @param {boolean} aside whether an answer for this person alone is kept out of the log @returns {Promise<Outcome>} */
export const press = (channel, act, nonce, aside) => call(`${at(channel)}/press`, { act, nonce, aside });

/**
 * The browser's own reconnecting gives up on some errors and waits as it likes, so each line is opened anew here.
 * @param {{
 *   after: number,
 *   entry: (entry: Shown) => void,
 *   channels: () => void,
 *   reload: () => void,
 *   state: (state: 'here' | 'away') => void,
 *   version: (version: string) => void,
 * }} to
 */
export function follow(to) {
  let { after } = to;
  let wait = FIRST_WAIT_MS;
  /** @type {EventSource | undefined} */
  let source;
  /** @type {number | undefined} */
  let timer;

  /** What is done on each event. @type {Record<string, (event: MessageEvent) => void>} */
  const heard = {
    hello(event) {
      wait = FIRST_WAIT_MS;
      to.state('here');
      to.version(JSON.parse(event.data).version);
      // The list may have changed since it was read. Entries that came since then are sent again.
      to.channels();
    },
    entry(event) {
      const entry = JSON.parse(event.data);
      after = Math.max(after, entry.seq);
      to.entry(entry);
    },
    channels: to.channels,
    reload(event) {
      after = Number(event.lastEventId);
      to.reload();
    },
    heartbeat() {},
    // Other tabs of this browser are in use; this one continues when it is visible again.
    rest: close,
  };

  function open() {
    close();
    source = new EventSource(`/api/events?after=${after}`);
    watch();
    for (const [name, hear] of Object.entries(heard)) {
      source.addEventListener(name, (event) => {
        watch();
        hear(event);
      });
    }
    source.addEventListener('error', lost);
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  function watch() {
    clearTimeout(timer);
    timer = window.setTimeout(lost, SILENCE_MS);
  }

  function lost() {
    close();
    to.state('away');
    timer = window.setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  function wake() {
    if (document.visibilityState === 'visible' && source === undefined) open();
  }

  document.addEventListener('visibilitychange', wake);
  window.addEventListener('focus', wake);
  window.addEventListener('online', wake);
  open();
}

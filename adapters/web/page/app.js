// @ts-check
/**
 * The workspace's page: shows what the address names, sends messages and button presses, and receives what arrives. Over 200
 * lines: all parts of the page are put together here and nowhere else.
 */
import { addressOf, go, readAddress } from './address.js';
import {
  follow,
  newNonce,
  press,
  readChannels,
  readCommands,
  readMarks,
  readOverview,
  upload,
  write,
} from './api.js';
import { createAttach } from './attach.js';
import { prepareChecking } from './checking.js';
import { createComposer } from './composer.js';
import { createNaming, prepareAdding, prepareClosing, prepareHelp } from './dialogs.js';
import { byId, makeButton } from './dom.js';
import { problemOf } from './fields.js';
import { prepareKeys } from './keys.js';
import { createLog } from './log.js';
import { prepareMailing } from './mailing.js';
import { createMarked } from './marked.js';
import { renderMessage } from './message.js';
import { createNotice } from './notice.js';
import { createOperator } from './operator.js';
import { createOrder } from './overtaken.js';
import { createPane } from './pane.js';
import { createResults } from './results.js';
import { createSearch } from './search.js';
import { createSettings } from './settings.js';
import { prepareSetup } from './setup.js';
import { createSidebar, markRead, titleOf } from './sidebar.js';
import { createTimeline } from './timeline.js';
import { inTurn } from './turns.js';
import { meetVersion } from './version.js';

/** @import { Action, ButtonAction, Message } from '../../../src/model/message.ts' */
/** @import { Outcome, Shown } from '../conversation.ts' */
/** @import { View } from './address.js' */
/** @import { Channel } from './api.js' */
/** @import { Pages } from './pages.js' */
/** @import { Answer } from './buttons.js' */
/** @import { Marked } from './marked.js' */
/** @import { Tools } from './message.js' */
/** @import { Timeline } from './timeline.js' */

/** How long a page that cannot reach the server waits before it tries again. */
const START_AGAIN_MS = 2000;
/** Papers on a page of a search. */
const PAGE = 20;
/**
 * Presses whose answer stands beside the button, as the server has it for what one person does with a paper; the answers of
 * others are read in the log. @type {ReadonlySet<string>}
 */
const BESIDE = new Set(['subscribe', 'unsubscribe', 'for-me', 'undo', 'send-again']);

/** @type {Channel[]} */
let channels = [];
/** @type {Map<string, Timeline>} */
const timelines = new Map();
/** How the reader marked papers, by channel. @type {Map<string, Marked>} */
const marks = new Map();
/** @type {Timeline | undefined} */
let current;
/** Where pages are served. @type {Pages | undefined} */
let pages;

/** @param {string} key */
const titleOfKey = (key) => titleOf(channels.find((channel) => channel.key === key) ?? { name: key });
const here = () => current?.channel ?? '';
const view = () => {
  const { channel: _, ...shown } = readAddress();
  return shown;
};

/** What is shown, without the paper that is read. */
const behind = () => {
  const { paper: _, ...shown } = view();
  return shown;
};

const notice = createNotice();
/** The link that the terminal shows lets this browser set Paperboy up. */
const meetOperator = createOperator(notice.say);
const sidebar = createSidebar();
const log = createLog({ atEnd: markSeen, titleOf: titleOfKey });
const composer = createComposer((text) => {
  if (current === undefined) return;
  // What is sent is answered in the log.
  go(addressOf(here()));
  send(current, text);
});
createAttach((file) => {
  const timeline = current;
  if (timeline === undefined) return;
  go(addressOf(here()));
  sendAs(timeline, `/papers library import ${file.name}`, (nonce) => upload(timeline.channel, file, nonce));
}, notice.say);
const naming = createNaming({ opening: sidebar.close, done: composer.focus });
const search = createSearch(here);
const offerMail = prepareMailing({ ask: (text) => ask({ do: 'ask', text }), done: notice.say });
const settings = createSettings({
  saved: showChanged,
  renamed: refreshChannels,
  deleted(channel) {
    notice.say(`#${channel.name} was deleted.`);
    refreshChannels();
  },
});
const results = createResults({ ask, announce: log.announce, back: () => go(addressOf(here())) });
const pane = createPane({
  ask,
  overview: readOverview,
  search: (query) => addressOf(here(), { search: { query } }),
  close: () => go(addressOf(here(), behind())),
  fill: composer.fill,
  settings: () => openSettings(),
  pages: () => pages,
});

/** What messages can do that are shown in a view of a channel. @param {string} channel @param {View} [shown] @returns {Tools} */
function toolsOf(channel, shown = {}) {
  const marked = marks.get(channel) ?? createMarked((ids) => readMarks(channel, ids));
  marks.set(channel, marked);
  return {
    marked,
    press: (act, nonce) => pressIn(channel, act, nonce, shown),
    paper: (id) => addressOf(channel, { ...shown, paper: id }),
    fill: composer.fill,
  };
}

/** @param {string} key @returns {Timeline} */
function timelineOf(key) {
  const timeline =
    timelines.get(key) ??
    createTimeline(key, {
      ...toolsOf(key),
      isOwn: channels.some((channel) => channel.key === key && channel.own === true),
      send: (text) => send(timelineOf(key), text),
      earlier: log.loadEarlier,
    });
  timelines.set(key, timeline);
  return timeline;
}

/** Shows what the address names; without a channel that there is, the first one. */
async function open() {
  void meetOperator();
  const address = readAddress();
  const channel = channels.find(({ key }) => key === address.channel) ?? channels[0];
  if (channel === undefined) return;
  const { key } = channel;
  const title = titleOf(channel);
  const timeline = timelineOf(key);
  const isOther = timeline !== current;
  sidebar.close();
  current = timeline;
  byId('channel-name').textContent = title;
  log.name(title);
  composer.show(key, title);
  if (isOther) log.show(timeline);
  const { channel: _, paper, ...shown } = address;
  search.show(shown.search);
  results.show(requestOf(shown), toolsOf(key, shown), title);
  pane.show(paper, shown.saved ? undefined : key, toolsOf(key, shown));
  if (!timeline.loaded) await log.load(timeline, open);
  markSeen();
  drawSidebar();
  // A phone would cover half of the log with its keyboard.
  if (isOther && paper === undefined && !matchMedia('(pointer: coarse)').matches) composer.focus();
}

/** What is asked for to show a list of papers in place of the log. @param {View} shown @returns {ButtonAction | undefined} */
function requestOf({ search: asked, saved }) {
  if (saved) return { do: 'saved', from: 0 };
  return asked && { do: 'search', from: 0, count: PAGE, ...asked };
}

/** @param {Timeline} timeline @param {string} text */
function send(timeline, text) {
  const as = /^\s*\/papers(?=\s|$)/i.test(text) ? 'ask' : 'messages';
  sendAs(timeline, text, (nonce) => write(timeline.channel, as, text, nonce));
}

/** A retry carries the same nonce, so the server does it once. @param {Timeline} timeline @param {string} text as it is shown until then @param {(nonce: string) => Promise<Outcome>} sent */
function sendAs(timeline, text, sent) {
  const nonce = newNonce();
  const waiting = timeline.wait(text, nonce);
  log.grow(() => waiting.article, true);
  const attempt = async () => {
    try {
      const { entries } = await sent(nonce);
      timeline.settle(nonce);
      receive(entries);
      naming.askOnce();
    } catch (thrown) {
      const failed = () => waiting.fail(thrown, attempt);
      if (timeline === current) log.grow(failed, false);
      else failed();
    }
  };
  attempt();
}

/** @param {string} channel @param {ButtonAction} act @param {string} nonce @param {View} shown in which it was pressed @returns {Promise<Answer | undefined>} */
async function pressIn(channel, act, nonce, shown) {
  if (act.do === 'settings') return openSettings(act.about);
  const own = channels.find((one) => one.own);
  if (act.do === 'for-me' && act.act.do === 'settings' && own) return openSettings(act.act.about, own.key);
  // Over a list of papers the log cannot be seen.
  const isBeside = shown.search !== undefined || shown.saved === true;
  const { entries, aside } = await press(channel, act, nonce, isBeside || BESIDE.has(act.do));
  receive(entries, !isBeside);
  if (aside === undefined) return undefined;
  log.announce(aside.summary);
  // What is done with a paper changes nothing about the channel.
  if (!('id' in act)) pane.refresh();
  const [first] = aside.blocks;
  return {
    summary: aside.summary,
    nodes: renderMessage(aside, toolsOf(channel, shown)),
    actions: aside.actions,
    isRefused: first?.kind === 'text' && first.tone === 'warning',
    ...(first?.kind === 'code' ? { code: first.text } : {}),
  };
}

/** Asks something that is shown outside of the log. @param {ButtonAction} act @returns {Promise<Message | undefined>} */
async function ask(act) {
  return (await press(here(), act, newNonce(), true)).aside;
}

/** Shows new entries, each in its channel. @param {Shown[]} entries @param {boolean} [own] */
function receive(entries, own = false) {
  for (const entry of entries) {
    const channel = channels.find(({ key }) => key === entry.channel);
    if (channel !== undefined) channel.latest = Math.max(channel.latest, entry.seq);
    const timeline = timelines.get(entry.channel);
    if (timeline !== undefined && timeline === current)
      log.grow(() => timeline.add(entry), own || entry.author?.you === true);
    else timeline?.add(entry);
    log.announceEntry(entry);
  }
  // An answer may have changed how the channel stands.
  if (entries.some(({ channel, author }) => channel === here() && author === undefined)) pane.refresh();
  markSeen();
  drawSidebar();
}

function markSeen() {
  const channel = channels.find(({ key }) => key === here());
  if (channel === undefined || document.visibilityState === 'hidden') return;
  markRead(channel.key, channel.latest);
  log.seen(channel.key);
}

function drawSidebar() {
  sidebar.show(channels, here());
}

/** Whether the address names another channel than the one that is shown, which was not known when it was opened. @param {string} key */
function isElsewhere(key) {
  const { channel } = readAddress();
  return channel !== key && channels.some((one) => one.key === channel);
}

const refreshed = createOrder();
/** The list has changed, here or elsewhere: what is gone is left. */
async function refreshChannels() {
  const isOvertaken = refreshed();
  const read = await readChannels().catch(() => undefined);
  if (read === undefined || isOvertaken()) return;
  const before = channels.find(({ key }) => key === here());
  channels = read.channels;
  for (const key of timelines.keys()) if (!channels.some((one) => one.key === key)) timelines.delete(key);
  drawSidebar();
  if (before === undefined) return;
  const now = channels.find(({ key }) => key === before.key);
  if (now === undefined) {
    notice.say(`#${before.name} was deleted.`);
    go(addressOf(channels[0]?.key ?? ''));
  } else if (now.name !== before.name || isElsewhere(before.key)) await open();
}

/** Reads everything again: the log was deleted, or too much of it was missed. */
async function reload() {
  await refreshChannels();
  timelines.clear();
  current = undefined;
  await open();
}

/** Whether a reload would take something from the person that is not in the address. */
function isInUse() {
  const isOpen = document.querySelector('dialog[open], .note-form, .pending') !== null;
  return isOpen || composer.isInUse() || search.isInUse();
}

/** Says what was changed outside of the log, with the button that undoes it. @param {Message} message @param {string} channel */
function showChanged({ summary, actions }, channel) {
  const undo = actions.find(({ act }) => act.do === 'undo');
  notice.say(summary, undo && undoButton(undo, channel));
  pane.refresh();
}

/** However often it is pressed, the change is undone once. @param {Action} undo @param {string} channel */
function undoButton({ label, act }, channel) {
  const nonce = newNonce();
  const pressed = async () => {
    try {
      const { aside } = await press(channel, act, nonce, true);
      if (aside !== undefined) showChanged(aside, channel);
    } catch (thrown) {
      notice.say(problemOf(thrown));
    }
  };
  return makeButton({ class: 'bare' }, pressed, label);
}

/** @param {'topics' | 'schedule' | 'posts'} [about] what of them is looked for @param {string} [of] the channel @returns {undefined} */
function openSettings(about, of = here()) {
  const channel = channels.find(({ key }) => key === of);
  if (channel !== undefined) settings.open(channel, about);
}

/** @param {Pages | undefined} served */
function offerPages(served) {
  pages = served;
  const days = byId('days');
  days.hidden = served === undefined;
  if (served !== undefined) days.setAttribute('href', served.newest);
}

async function start() {
  try {
    const [read, commands] = await Promise.all([inTurn(readChannels), readCommands()]);
    channels = read.channels;
    composer.offer(commands);
    naming.show(read.you);
    offerMail(read.mail === true);
    offerPages(read.pages);
    offerSetup(read.setup);
    prepareHelp(commands, {
      run: (text) => current && send(current, text),
      fill: composer.fill,
      search: (query) => go(addressOf(here(), { search: { query } })),
    });
    notice.show('here');
    await open();
    follow({
      after: read.seq,
      entry: (entry) => receive([entry]),
      channels: refreshChannels,
      reload,
      state: notice.show,
      version: (version) => meetVersion(version, isInUse, notice.say),
    });
  } catch {
    notice.show('away');
    setTimeout(start, START_AGAIN_MS);
  }
}

prepareClosing();
const offerSetup = prepareSetup();
prepareChecking();
prepareAdding((channel) => {
  if (!channels.some(({ key }) => key === channel.key)) channels.push(channel);
  go(addressOf(channel.key));
});
prepareKeys({ search: search.focus, write: composer.focus, close: leave });

/** Closes the paper, else the list of papers. */
function leave() {
  const { paper, search: asked, saved } = view();
  if (paper !== undefined) go(addressOf(here(), behind()));
  else if (asked !== undefined || saved) go(addressOf(here()));
}

window.addEventListener('hashchange', open);
document.addEventListener('visibilitychange', markSeen);
byId('settings-open').addEventListener('click', () => openSettings());
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  composer.focus();
});
start();

// @ts-check
/** The workspace's page: opens channels, sends messages and button presses, and receives what arrives. */
import { follow, newMark, press, readChannels, readCommands, write } from './api.js';
import { createComposer } from './composer.js';
import { byId } from './dom.js';
import { createLog } from './log.js';
import { renderMessage } from './message.js';
import { addressOf, chosen, createSidebar, markRead } from './sidebar.js';
import { createTimeline } from './timeline.js';

/** @import { ButtonAction } from '../../../src/model/message.ts' */
/** @import { Shown } from '../conversation.ts' */
/** @import { Channel } from './api.js' */
/** @import { Press } from './buttons.js' */
/** @import { Timeline } from './timeline.js' */

/** How long a page that cannot reach the server waits before it tries again. */
const START_AGAIN_MS = 2000;

/** @type {Channel[]} */
let channels = [];
/** @type {Map<string, Timeline>} */
const timelines = new Map();
/** @type {Timeline | undefined} */
let current;

const sidebar = createSidebar((channel) => {
  if (!channels.some(({ name }) => name === channel.name)) channels.push(channel);
  location.hash = addressOf(channel.name);
});
const log = createLog({ atEnd: markSeen });
const composer = createComposer((text) => current && send(current, text));

/** @param {string} name @returns {Timeline} */
function timelineOf(name) {
  const timeline =
    timelines.get(name) ??
    createTimeline(name, {
      send: (text) => send(timelineOf(name), text),
      earlier: log.loadEarlier,
      press: (act, mark) => pressIn(timelineOf(name), act, mark),
    });
  timelines.set(name, timeline);
  return timeline;
}

/** Shows the channel that the address names, or the first. */
async function open() {
  const name = channels.some((channel) => channel.name === chosen()) ? chosen() : channels[0]?.name;
  if (name === undefined) return;
  const timeline = timelineOf(name);
  sidebar.close();
  if (timeline !== current) {
    current = timeline;
    byId('channel-name').textContent = `#${name}`;
    composer.show(name);
    log.show(timeline);
  }
  if (!timeline.loaded) await log.load(timeline, open);
  markSeen();
  drawSidebar();
  // A phone would cover half of the log with its keyboard.
  if (!matchMedia('(pointer: coarse)').matches) composer.focus();
}

/** A retry carries the same mark, so the server does it once. @param {Timeline} timeline @param {string} text */
function send(timeline, text) {
  const mark = newMark();
  const waiting = timeline.wait(text, mark);
  log.grow(() => waiting.article, true);
  const attempt = async () => {
    try {
      const as = /^\s*\/papers(?=\s|$)/i.test(text) ? 'ask' : 'messages';
      const { entries } = await write(timeline.channel, as, text, mark);
      timeline.settle(mark);
      receive(entries);
    } catch (thrown) {
      waiting.fail(thrown, attempt);
    }
  };
  attempt();
}

/** @param {Timeline} timeline @param {ButtonAction} act @param {string} mark @returns {ReturnType<Press>} */
async function pressIn(timeline, act, mark) {
  const { entries, aside } = await press(timeline.channel, act, mark);
  receive(entries, true);
  if (aside === undefined) return undefined;
  log.announce(aside.summary);
  const nodes = renderMessage(aside, (next, nextMark) => pressIn(timeline, next, nextMark));
  return { summary: aside.summary, nodes };
}

/** Shows new entries, each in its channel. @param {Shown[]} entries @param {boolean} [own] */
function receive(entries, own = false) {
  for (const entry of entries) {
    const channel = channels.find(({ name }) => name === entry.channel);
    if (channel !== undefined) channel.latest = Math.max(channel.latest, entry.seq);
    const timeline = timelines.get(entry.channel);
    if (timeline !== undefined && timeline === current)
      log.grow(() => timeline.add(entry), own || entry.author?.you === true);
    else timeline?.add(entry);
    log.announceEntry(entry);
  }
  markSeen();
  drawSidebar();
}

function markSeen() {
  const channel = channels.find(({ name }) => name === current?.channel);
  if (channel === undefined || document.visibilityState === 'hidden') return;
  markRead(channel.name, channel.latest);
  log.seen(channel.name);
}

function drawSidebar() {
  sidebar.show(channels, current?.channel ?? '');
}

async function refreshChannels() {
  const read = await readChannels().catch(() => undefined);
  if (read === undefined) return;
  channels = read.channels;
  drawSidebar();
}

/** Reads everything again: the log was deleted, or too much of it was missed. */
async function reload() {
  await refreshChannels();
  timelines.clear();
  current = undefined;
  await open();
}

/** @param {'here' | 'away'} state */
function showLine(state) {
  byId('line').textContent = state === 'here' ? '' : 'Reconnecting…';
  document.body.classList.toggle('away', state === 'away');
}

async function start() {
  try {
    const [read, commands] = await Promise.all([readChannels(), readCommands()]);
    channels = read.channels;
    composer.offer(commands);
    showLine('here');
    await open();
    follow({
      after: read.seq,
      entry: (entry) => receive([entry]),
      channels: refreshChannels,
      reload,
      state: showLine,
    });
  } catch {
    showLine('away');
    setTimeout(start, START_AGAIN_MS);
  }
}

window.addEventListener('hashchange', open);
document.addEventListener('visibilitychange', markSeen);
byId('help').addEventListener('click', () => current && send(current, '/papers help'));
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  composer.focus();
});
start();

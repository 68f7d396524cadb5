// @ts-check
/** The workspace's page: puts its parts together; the only file that knows them all. */
import { failure } from './actions.js';
import { readChannels, readMessages } from './api.js';
import { addressOf, chosen, createChannelList } from './channels.js';
import { createComposer } from './composer.js';
import { byId } from './dom.js';
import { createDrawer } from './drawer.js';
import { createLog } from './log.js';
import { createNews } from './news.js';
import { markRead, readUpTo } from './read.js';
import { createRoom } from './room.js';
import { createSending } from './sending.js';
import { follow } from './stream.js';

/** @import { Shown } from '../conversation.ts' */
/** @import { Channel } from './api.js' */
/** @import { Room } from './room.js' */

/** @type {Channel[]} */
let channels = [];
/** @type {Map<string, Room>} */
const rooms = new Map();
/** @type {Room | undefined} */
let current;

const drawer = createDrawer();
const list = createChannelList((channel) => {
  if (!channels.some(({ name }) => name === channel.name)) channels.push(channel);
  location.hash = addressOf(channel.name);
});
const log = createLog({ atTop: loadEarlier, atEnd: markSeen });
const news = createNews(log);
const { send, pressIn } = createSending({ log, receive });
const composer = createComposer((text) => current && send(current, text));

/** @param {string} name @returns {Room} */
function roomOf(name) {
  const room =
    rooms.get(name) ??
    createRoom(name, {
      send: (text) => send(roomOf(name), text),
      earlier: loadEarlier,
      press: (act, mark) => pressIn(roomOf(name), act, mark),
    });
  rooms.set(name, room);
  return room;
}

/** Shows the channel that the address names, or the first. */
async function open() {
  const name = channels.some((channel) => channel.name === chosen()) ? chosen() : channels[0]?.name;
  if (name === undefined) return;
  const room = roomOf(name);
  drawer.close();
  if (room !== current) {
    current = room;
    byId('channel-name').textContent = `#${name}`;
    composer.show(name);
    log.show(room);
    if (room.loaded) goToUnread(room);
  }
  if (!room.loaded) await load(room);
  markSeen();
  drawList();
  // A phone would cover half of the log with its keyboard.
  if (!matchMedia('(pointer: coarse)').matches) composer.focus();
}

/** Reads the newest messages, and goes to the first that was not yet read. @param {Room} room */
async function load(room) {
  try {
    const { messages, more } = await readMessages(room.channel);
    for (const entry of messages) room.add(entry);
    if (!room.loaded) room.setMore(more);
    room.loaded = true;
    room.element.removeAttribute('aria-busy');
    if (room !== current) return;
    log.toEnd();
    goToUnread(room);
  } catch (thrown) {
    const failed = failure(thrown, () => {
      failed.remove();
      open();
    });
    room.element.append(failed);
  }
}

/** To the first message that was not yet read; a channel never opened before begins at its beginning. @param {Room} room */
function goToUnread(room) {
  const read = readUpTo(room.channel);
  if (read === undefined) {
    if (room.isShort()) log.toTop();
    return;
  }
  const unread = room.markNew(read);
  if (unread !== undefined) log.reveal(unread);
}

let loadingEarlier = false;
async function loadEarlier() {
  const room = current;
  if (room === undefined || !room.more || loadingEarlier) return;
  loadingEarlier = true;
  try {
    const { messages, more } = await readMessages(room.channel, room.oldest());
    log.growAbove(() => {
      for (const entry of messages.reverse()) room.add(entry);
      room.setMore(more);
    });
  } catch {
    // The button stays, and the next scroll to the top tries again.
  } finally {
    loadingEarlier = false;
  }
}

/** Shows new entries, wherever they belong. @param {Shown[]} entries @param {boolean} [own] */
function receive(entries, own = false) {
  for (const entry of entries) {
    const channel = channels.find(({ name }) => name === entry.channel);
    if (channel !== undefined) channel.latest = Math.max(channel.latest, entry.seq);
    const room = rooms.get(entry.channel);
    if (room !== undefined && room === current)
      log.grow(() => room.add(entry), own || entry.author?.you === true);
    else room?.add(entry);
    news.tell(entry);
  }
  markSeen();
  drawList();
}

function markSeen() {
  const channel = channels.find(({ name }) => name === current?.channel);
  if (channel === undefined || document.visibilityState === 'hidden') return;
  markRead(channel.name, channel.latest);
  news.seen(channel.name);
}

function drawList() {
  list.show(channels, current?.channel ?? '', ({ name, latest }) => latest > (readUpTo(name) ?? 0));
}

async function refreshChannels() {
  const read = await readChannels().catch(() => undefined);
  if (read === undefined) return;
  channels = read.channels;
  drawList();
}

/** The log was begun anew, or too much was missed: everything is read again. */
async function reload() {
  await refreshChannels();
  rooms.clear();
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
    const read = await readChannels();
    channels = read.channels;
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
    setTimeout(start, 2000);
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

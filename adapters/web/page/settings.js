// @ts-check
/**
 * The form of a channel's settings: fills in what the core's form holds, saves what was chosen, and shows each problem at its
 * field. The channel's name is a field like the others.
 */
import { readSettings, renameChannel, saveSettings } from './api.js';
import { askToDelete, prepareDeleting } from './deleting.js';
import { byId, make, makeButton } from './dom.js';
import { clear, labeled, place, problemOf } from './fields.js';
import { channelLinks } from './pages.js';
import { postFields } from './post-fields.js';
import { scheduleFields } from './schedule.js';
import { titleOf } from './sidebar.js';
import { topicFields } from './topic-fields.js';

/** @import { FormProblem } from '../../../src/model/channel-form.ts' */
/** @import { Message } from '../../../src/model/message.ts' */
/** @import { Channel, Settings } from './api.js' */
/** @import { Placed } from './fields.js' */

/** The first field of each part. */
const FIRST = { topics: 'topic-1', schedule: 'set-every', posts: 'set-limit' };

/** @param {{ saved: (message: Message, channel: string) => void, renamed: () => void, deleted: (channel: Channel) => void }} to */
export function createSettings(to) {
  const dialog = byId('settings', HTMLDialogElement);
  const form = byId('settings-form', HTMLFormElement);
  const title = () => byId('settings-title');
  prepareDeleting(to.deleted);

  /** The form's fields in place of what stood for them. @param {Element} waiting @param {Channel} channel @param {Settings} settings */
  function draw(waiting, channel, settings) {
    const name = make('input', { type: 'text', id: 'set-name', maxlength: 200, autocapitalize: 'none' });
    name.value = channel.name;
    const named = place(name);
    const topics = topicFields(channel.key, settings.form.topics, settings.topicsHint);
    const schedule = scheduleFields(settings.form.schedule, settings.form.zone);
    const posts = postFields(settings);
    /** @type {Record<string, Placed>} */
    const places = { ...schedule.places, ...posts.places };
    const links = channelLinks(settings.pages);
    const general = make('p', { class: 'wrong', role: 'alert' });
    const save = make('button', { class: 'button strong', type: 'submit' }, 'Save');
    const remove = () => {
      dialog.close();
      askToDelete(channel, settings);
    };
    waiting.replaceWith(
      topics.element,
      schedule.element,
      posts.element,
      // A person's own conversation can be neither renamed nor deleted.
      channel.own
        ? ''
        : make(
            'fieldset',
            {},
            make('legend', {}, 'Channel'),
            make('div', { class: 'fields' }, labeled('Name', name, named.place)),
            links && make('p', { class: 'quiet' }, links),
          ),
      general,
      make(
        'div',
        { class: 'dialog-buttons sticky' },
        channel.own ? undefined : makeButton({ class: 'button danger' }, remove, 'Delete channel…'),
        makeButton({ class: 'button cancel' }, () => dialog.close(), 'Cancel'),
        save,
      ),
    );

    /** Renames the channel where its name was changed; false when that name cannot be. */
    async function rename() {
      if (name.value.trim() === channel.name) return true;
      try {
        channel = { ...channel, ...(await renameChannel(channel.key, name.value)).channel };
        name.value = channel.name;
        title().textContent = `Settings for ${titleOf(channel)}`;
        to.renamed();
        return true;
      } catch (thrown) {
        explain(named, problemOf(thrown));
        name.focus();
        return false;
      }
    }

    form.onsubmit = async (event) => {
      event.preventDefault();
      if (save.getAttribute('aria-disabled') === 'true') return;
      save.setAttribute('aria-disabled', 'true');
      general.textContent = '';
      for (const one of [named, ...Object.values(places)]) clear(one);
      try {
        if (!(await rename())) return;
        // What was left as it was shown stays as it is by now: the core knows what changed since it was read.
        const { readAt } = settings.form;
        const filled = { topics: topics.read(), readAt, ...schedule.read(), ...posts.read() };
        const { aside, problems = [] } = await saveSettings(channel.key, filled);
        if (problems.length > 0) return explainAll(problems);
        dialog.close();
        if (aside !== undefined) to.saved(aside, channel.key);
      } catch (thrown) {
        general.textContent = problemOf(thrown);
      } finally {
        save.removeAttribute('aria-disabled');
      }
    };

    /** @param {FormProblem[]} problems */
    function explainAll(problems) {
      const found = problems.map(({ field, at, message }) => {
        const placed = field === 'topics' ? topics.placeOf(at) : places[field];
        if (placed === undefined) general.textContent = message;
        else explain(placed, message);
        return placed;
      });
      found.find((placed) => placed !== undefined)?.field.focus();
    }
  }

  /** @param {Channel} channel */
  function head(channel) {
    const close = makeButton({ class: 'bare', 'aria-label': 'Close settings' }, () => dialog.close(), '✕');
    return make(
      'div',
      { class: 'dialog-head' },
      make('h2', { id: 'settings-title' }, `Settings for ${titleOf(channel)}`),
      close,
    );
  }

  return {
    /** @param {Channel} channel @param {keyof typeof FIRST} [about] the part that gets the focus */
    async open(channel, about) {
      const waiting = make('p', { class: 'waiting' }, 'Loading', make('i', { 'aria-hidden': 'true' }));
      form.replaceChildren(head(channel), waiting);
      form.onsubmit = (event) => event.preventDefault();
      dialog.showModal();
      try {
        const settings = await readSettings(channel.key);
        // It was closed and opened again meanwhile, perhaps for another channel.
        if (!waiting.isConnected) return;
        draw(waiting, channel, settings);
        if (about !== undefined) byId(FIRST[about]).focus();
      } catch (thrown) {
        waiting.replaceWith(make('p', { class: 'wrong', role: 'alert' }, problemOf(thrown)));
      }
    },
  };
}

/** @param {Placed} placed @param {string} message */
function explain({ place: where, field }, message) {
  where.textContent = message;
  field.setAttribute('aria-invalid', 'true');
}

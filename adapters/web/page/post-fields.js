// @ts-check
/** The fields of a settings form that say how posts look. */
import { make } from './dom.js';
import { labeled, place } from './fields.js';

/** @import { FilledForm } from '../../../src/model/channel-form.ts' */
/** @import { Settings } from './api.js' */
/** @import { Placed } from './fields.js' */

/** @param {string} id @param {[string, string][]} values each with its words @param {string} chosen */
function choice(id, values, chosen) {
  const options = values.map(([value, words]) =>
    make('option', { value, selected: value === chosen }, words),
  );
  return make('select', { id }, ...options);
}

/** How many papers a post shows, in which order, and the switches. @param {Settings} settings */
export function postFields({ form: now, orders, layouts, switches, limit }) {
  const { min, max } = limit;
  const count = make('input', { type: 'number', id: 'set-limit', min, max, required: true });
  count.value = String(now.limit);
  const order = choice('set-order', orders, now.order);
  const layout = choice('set-layout', layouts, now.layout);
  const boxes = switches.map(([name, words]) => {
    const box = make('input', { type: 'checkbox', checked: now[name] });
    return { name, box, label: make('label', { class: 'check' }, box, words) };
  });
  /** @type {Record<string, Placed>} */
  const places = { limit: place(count), order: place(order), layout: place(layout) };
  return {
    element: make(
      'fieldset',
      {},
      make('legend', {}, 'Posts'),
      make(
        'div',
        { class: 'fields' },
        labeled('Papers per post', count, places.limit?.place),
        labeled('Sort by', order, places.order?.place),
        labeled('Layout', layout, places.layout?.place),
      ),
      ...boxes.map(({ label }) => label),
    ),
    places,
    /** @returns {Pick<FilledForm, 'limit' | 'order' | 'layout' | 'announce' | 'thumbnails' | 'quiet' | 'paused'>} */
    read: () => ({
      limit: count.value,
      order: order.value,
      layout: layout.value,
      ...Object.fromEntries(boxes.map(({ name, box }) => [name, box.checked])),
    }),
  };
}

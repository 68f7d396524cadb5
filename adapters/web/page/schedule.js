// @ts-check
/** The schedule of a settings form: takes apart what is typed after `/papers schedule`, and puts it together again. */
import { completeZones } from './api.js';
import { make } from './dom.js';
import { labeled, place } from './fields.js';
import { createOrder } from './overtaken.js';

/** @import { FilledForm } from '../../../src/model/channel-form.ts' */
/** @typedef {{ every: string, days: string[], monthDay: number, time: string }} ScheduleFields */

/** The days as they are typed, and as they are shown. @type {[string, string][]} */
const DAYS = [
  ['mon', 'Mon'],
  ['tue', 'Tue'],
  ['wed', 'Wed'],
  ['thu', 'Thu'],
  ['fri', 'Fri'],
  ['sat', 'Sat'],
  ['sun', 'Sun'],
];

/** @param {string} text `daily 09:00`, `weekdays 09:00`, `weekly mon thu 09:00` or `monthly 1 09:00` @returns {ScheduleFields} */
export function readSchedule(text) {
  const words = text.split(' ');
  const time = words.at(-1) ?? '';
  const fields = { every: 'day', days: ['mon'], monthDay: 1, time };
  if (words[0] === 'weekdays') return { ...fields, every: 'weekday' };
  if (words[0] === 'weekly') return { ...fields, every: 'week', days: words.slice(1, -1) };
  if (words[0] === 'monthly') return { ...fields, every: 'month', monthDay: Number(words[1]) };
  return fields;
}

/** @param {ScheduleFields} fields */
export function scheduleText({ every, days, monthDay, time }) {
  if (every === 'weekday') return `weekdays ${time}`;
  if (every === 'week') return `weekly ${days.join(' ')} ${time}`;
  if (every === 'month') return `monthly ${monthDay} ${time}`;
  return `daily ${time}`;
}

/** How often, on which days, at what time, in which zone. @param {string} text @param {string} zone */
export function scheduleFields(text, zone) {
  const now = readSchedule(text);
  const every = make(
    'select',
    { id: 'set-every' },
    ...[
      ['day', 'Every day'],
      ['weekday', 'Monday to Friday'],
      ['week', 'On chosen days'],
      ['month', 'Once a month'],
    ].map(([value, words = '']) => make('option', { value, selected: value === now.every }, words)),
  );
  const days = DAYS.map(([day, words]) => {
    const box = make('input', { type: 'checkbox', id: `set-${day}`, checked: now.days.includes(day) });
    return { day, box, label: make('label', { class: 'check' }, box, words) };
  });
  const monthDay = make('input', { type: 'number', id: 'set-month-day', min: 1, max: 31 });
  monthDay.value = String(now.monthDay);
  const time = make('input', { type: 'time', id: 'set-time', required: true });
  time.value = now.time;
  const options = make('datalist', { id: 'zones' });
  const zoneBox = make('input', {
    type: 'text',
    id: 'set-zone',
    list: 'zones',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
  zoneBox.value = zone;
  const dayList = make(
    'div',
    { class: 'days', role: 'group', 'aria-label': 'Days' },
    ...days.map(({ label }) => label),
  );
  const monthField = labeled('Day of the month', monthDay);
  const scheduleWrong = place(time);
  const zoneWrong = place(zoneBox);
  // The days have one place for what is wrong with them, and the first box gets the focus.
  const daysWrong = place(days[0]?.box ?? dayList);

  function arrange() {
    dayList.hidden = every.value !== 'week';
    monthField.hidden = every.value !== 'month';
  }
  const offered = createOrder();
  async function offer() {
    const isOvertaken = offered();
    const zones = await completeZones(zoneBox.value).catch(() => []);
    if (isOvertaken()) return;
    // A label that begins with what was typed, so that the browser offers it although the zone has another name.
    options.replaceChildren(...zones.map((value) => make('option', { value, label: value })));
  }
  every.addEventListener('change', arrange);
  zoneBox.addEventListener('input', offer);
  zoneBox.addEventListener('focus', offer);
  arrange();
  return {
    element: make(
      'fieldset',
      {},
      make('legend', {}, 'Schedule'),
      make(
        'div',
        { class: 'fields' },
        labeled('How often', every),
        monthField,
        labeled('Time', time, scheduleWrong.place),
        make(
          'div',
          { class: 'field' },
          make('label', { for: 'set-zone' }, 'Time zone'),
          zoneBox,
          options,
          zoneWrong.place,
        ),
      ),
      dayList,
      daysWrong.place,
    ),
    places: { schedule: scheduleWrong, time: scheduleWrong, days: daysWrong, zone: zoneWrong },
    /** @returns {Pick<FilledForm, 'schedule' | 'days' | 'time' | 'zone'>} */
    read() {
      const chosen = days.filter(({ box }) => box.checked).map(({ day }) => day);
      const zone = zoneBox.value;
      // A line without days would mean Monday.
      if (every.value === 'week' && chosen.length === 0) return { days: chosen, time: time.value, zone };
      const fields = { every: every.value, days: chosen, monthDay: Number(monthDay.value), time: time.value };
      return { schedule: scheduleText(fields), zone };
    },
  };
}

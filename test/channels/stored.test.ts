import { expect, test } from 'vitest';
import { newChannel } from '../../src/channels/channel.ts';
import { readStored } from '../../src/channels/stored.ts';
import { LABELS, SWITCHES } from '../../src/chat/settings-form.ts';

const START = { now: 1, fromSeq: 2 };
const whole = newChannel({ id: 'web:local:ml', name: '#ml', joinedAt: 1, fromSeq: 0, joined: true });
const whyOf = (damage: object) => {
  const { state } = readStored('web:local:ml', JSON.stringify({ ...whole, ...damage }), START);
  return 'why' in state ? state.why : '';
};

test.each<[object, string]>([
  [{ zone: 'PST' }, '1 stored setting can\'t be read: Time zone ("PST").'],
  [
    { zone: 'PST', limit: 'many', layout: 7 },
    '3 stored settings can\'t be read: Layout (7), Papers per post ("many"), and Time zone ("PST").',
  ],
  [{ order: 'x', byTaste: 'y' }, '1 stored setting can\'t be read: Sort by ("y", "x").'],
  [{ joinedAt: 'x' }, "Paperboy's own notes about this channel can't be read."],
  [
    { zone: 'PST', since: 'x', joined: 7, state: '?' },
    "1 stored setting can't be read: Time zone (\"PST\"). Paperboy's own notes about this channel can't be read either.",
  ],
])('%j is said in a plain sentence', (damage, why) => {
  expect(whyOf(damage)).toBe(why);
});

test('settings are named as the settings form names them', () => {
  const fields = {
    schedule: 'schedule',
    zone: 'zone',
    limit: 'limit',
    order: 'order',
    layout: 'layout',
  } as const;
  for (const [field, label] of Object.entries(fields))
    expect(whyOf({ [field]: {} })).toBe(`1 stored setting can't be read: ${LABELS[label]}.`);
  const switches = { thumbnails: 'thumbnails', quietLine: 'quiet', announce: 'announce', paused: 'paused' };
  for (const [field, name] of Object.entries(switches))
    expect(whyOf({ [field]: [] })).toBe(
      `1 stored setting can't be read: ${SWITCHES.find(([one]) => one === name)?.[1]}.`,
    );
});

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
  [{ zone: 'PST' }, 'The stored setting for Time zone ("PST") can\'t be read.'],
  [
    { zone: 'PST', limit: 'many', layout: 7 },
    'The stored settings for Layout (7), Papers per post ("many"), and Time zone ("PST") can\'t be read.',
  ],
  [{ order: 'x', byTaste: 'y' }, 'The stored setting for Sort by ("y", "x") can\'t be read.'],
  [{ joinedAt: 'x' }, "Paperboy's own notes about this channel can't be read."],
  [
    { zone: 'PST', since: 'x', joined: 7, state: '?' },
    'The stored setting for Time zone ("PST"), and Paperboy\'s own notes about this channel, can\'t be read.',
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
    expect(whyOf({ [field]: {} })).toBe(`The stored setting for ${LABELS[label]} can't be read.`);
  const switches = { thumbnails: 'thumbnails', quietLine: 'quiet', announce: 'announce', paused: 'paused' };
  for (const [field, name] of Object.entries(switches))
    expect(whyOf({ [field]: [] })).toBe(
      `The stored setting for ${SWITCHES.find(([one]) => one === name)?.[1]} can't be read.`,
    );
});

import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';

test('TIMEZONE is understood as in chat, with a sentence for the log', () => {
  expect(readSettings({ TIMEZONE: 'PST' }, '/').settings).toMatchObject({
    timezone: 'America/Los_Angeles',
    timezoneNote: 'PST is read as America/Los_Angeles.',
  });
  expect(readSettings({ TIMEZONE: 'europe/berlin' }, '/').settings).toMatchObject({
    timezone: 'Europe/Berlin',
  });
  expect(readSettings({}, '/').settings).not.toHaveProperty('timezoneNote');
});

test.each([
  ['IST', 'Asia/Kolkata'],
  ['Europe/Berln', 'Europe/Berlin'],
  ['Mars', 'TIMEZONE is "Mars"'],
])('TIMEZONE=%s is a problem that names %s', (TIMEZONE, named) => {
  expect(readSettings({ TIMEZONE }, '/').problems).toEqual([expect.stringContaining(named)]);
});

test.each([
  ['9am', '09:00'],
  ['0900', '09:00'],
  ['9', '09:00'],
  ['5:30 PM', '17:30'],
  ['noon', '12:00'],
  ['17h30', '17:30'],
])('POST_AT takes %s, as chat does', (typed, postAt) => {
  expect(readSettings({ POST_AT: typed }, '/').settings?.postAt).toBe(postAt);
});

test.each(['25:00', 'soon', '13pm', '9:75'])('POST_AT refuses %s', (typed) => {
  expect(readSettings({ POST_AT: typed }, '/').problems.join()).toContain(`POST_AT is "${typed}"`);
});

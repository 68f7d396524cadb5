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

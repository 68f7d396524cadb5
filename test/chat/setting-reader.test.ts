import { expect, it } from 'vitest';
import { createSettingReader } from '../../src/chat/setting-reader.ts';
import { adapterProblems } from '../../src/cli/adapters.ts';

it('values that are missing or empty have their defaults', () => {
  const reader = createSettingReader({ HOST: ' ', PORT: '' });
  expect([reader.host(), reader.port('PORT', 3000), reader.isOn('A', true), reader.isOn('A', false)]).toEqual(
    ['127.0.0.1', 3000, true, false],
  );
  expect(reader.url('URL', 'https://a.example/')).toBe('https://a.example/');
  expect(reader.problems).toEqual([]);
});

it('each problem names its setting, and no address is shown', () => {
  const reader = createSettingReader({
    HOST: 'http://x',
    PORT: '70000',
    SWITCH: 'perhaps',
    ONE_URL: 'ftp://s3cret',
    OTHER_URL: 'https://ada:s3cret@a.example',
  });
  reader.host();
  reader.port('PORT', 3000);
  reader.isOn('SWITCH', true);
  reader.url('ONE_URL', 'https://a.example');
  reader.url('OTHER_URL', 'https://a.example');
  const names = reader.problems.map((problem) => problem.split(' ', 1)[0]);
  expect(names).toEqual(['HOST', 'PORT', 'SWITCH', 'ONE_URL', 'OTHER_URL']);
  expect(reader.problems.join()).not.toContain('s3cret');
});

it('what is wrong with a setting of several adapters is told once', () => {
  const env = {
    HOST: 'http://x',
    DISCORD_BOT_TOKEN: 't',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
  };
  expect(adapterProblems(env)).toEqual([expect.stringContaining('HOST is "http://x"')]);
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES } from '../../adapters/slack/manifest.ts';
import { ADAPTERS } from '../../src/cli/adapters.ts';
import { createSetup } from '../../src/cli/setup-form.ts';
import { BOT, type FakeSlack, openSlack, TEAM } from '../adapters/slack/slack.ts';
import { begin, newFolder, paperboy } from './run.ts';

let slack: FakeSlack;
let env: Record<string, string>;
beforeAll(async () => {
  slack = await openSlack();
  slack.tokens.set(BOT.token, { team: TEAM, scopes: [...SCOPES] });
  env = { SLACK_API_URL: slack.apiUrl };
});
afterAll(() => slack.close());

const lines = (...answers: string[]) => answers.map((answer) => `${answer}\n`).join('');
const envIn = (folder: string) => parseEnv(readFileSync(join(folder, '.env'), 'utf8'));

describe('paperboy setup, with answers by lines', () => {
  test('tries the tokens, writes them beside what there was, and says what is next', async () => {
    const dataDir = newFolder();
    writeFileSync(join(dataDir, '.env'), '# mine\nPOST_AT=07:30\n');
    const input = lines('slack', BOT.token, BOT.app, 'arxiv:cs.LG', 'Berlin');
    const { code, out, err } = await paperboy(['setup'], { dataDir, env, input });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('SLACK_APP_TOKEN opens a socket.');
    expect(out).toContain('Next\n  1. Start Paperboy');
    expect(out).toContain('/invite @paperboy');
    expect(out).not.toContain('s3cret');
    expect(envIn(dataDir)).toEqual({
      POST_AT: '07:30',
      SLACK_BOT_TOKEN: BOT.token,
      SLACK_APP_TOKEN: BOT.app,
      SOURCES: 'arxiv:cs.LG',
      TIMEZONE: 'Berlin',
    });
    const again = await paperboy(['setup'], { dataDir, env, input: lines('', '', '', '', 'Tokyo') });
    expect(again.code).toBe(0);
    expect(again.out).toContain('Bot User OAuth Token (xoxb-...) [already set, not shown]: ');
    expect(envIn(dataDir)).toMatchObject({ SLACK_BOT_TOKEN: BOT.token, TIMEZONE: 'Tokyo' });
  });

  test.each([
    [
      'tokens that Slack refuses',
      ['slack', 'xoxb-0-wrong-s3cret', BOT.app, '', ''],
      1,
      "doesn't accept these",
    ],
    [
      'a token with a space',
      ['slack', 'xoxb-1 s3cret'],
      2,
      'The answer to "Bot User OAuth Token (xoxb-...)" can\'t be used. SLACK_BOT_TOKEN contains a space',
    ],
    [
      'a platform that there is none of',
      ['teams'],
      2,
      'The answer "teams" to "Where should Paperboy post?" can\'t be used. There is no platform "teams"',
    ],
    [
      'a zone that there is none of',
      ['none', '', 'Mars'],
      2,
      'The answer "Mars" to "Time zone of the daily post" can\'t be used. TIMEZONE is "Mars": I don\'t know',
    ],
    ['too few answers', ['none'], 2, 'ended before "Where papers come from" was answered'],
    ['no answers', [], 2, 'There is no terminal to ask at'],
    ['a token that is left out', ['slack', ''], 2, '" has no answer. SLACK_BOT_TOKEN is needed.'],
  ])('of %s writes nothing', async (_, answers, expected, said) => {
    const dataDir = newFolder();
    const { code, out, err } = await paperboy(['setup'], { dataDir, env, input: lines(...answers) });
    expect(code).toBe(expected);
    expect(err).toContain(said);
    expect(out + err).not.toContain('s3cret');
    expect(err).not.toContain('--help');
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('writes without asking the platform where that is wanted, and says what the environment hides', async () => {
    const dataDir = newFolder();
    const calls = slack.calls.length;
    const input = lines('1', 'xoxb-2-other', 'xapp-2-other', '', 'UTC');
    const { code, out } = await paperboy(['setup', '--no-check'], {
      dataDir,
      env: { ...env, TIMEZONE: 'Asia/Tokyo' },
      input,
    });
    expect([code, slack.calls.length]).toEqual([0, calls]);
    expect(out).toContain('The environment sets TIMEZONE too');
  });
});

describe('paperboy setup, at a terminal', () => {
  /** Types each answer once its question is there. */
  async function typing(answers: [question: string, keys: string][], dataDir: string) {
    const keys = new PassThrough();
    const running = begin(['setup'], { dataDir, env: { ...env, NO_COLOR: '1' }, columns: 80, keys });
    for (const [question, typed] of answers) {
      await running.line(question);
      keys.write(typed);
    }
    return running.ended;
  }

  test('asks again, and echoes no secret', async () => {
    const dataDir = newFolder();
    const { code, out, err } = await typing(
      [
        ['Number or name', 'teams\r'],
        ['Number or name', 'slack\r'],
        ['Bot User OAuth Token', `${BOT.token}\r`],
        ['App-level token', `${BOT.app}\r`],
        ['Where papers come from', '\r'],
        ['Time zone', 'UTC\r'],
      ],
      dataDir,
    );
    expect(err).toContain('There is no platform "teams"');
    expect(code).toBe(0);
    expect(out).not.toContain('s3cret');
    expect(envIn(dataDir)).toMatchObject({ SLACK_APP_TOKEN: BOT.app, SOURCES: 'hugging-face' });
  });

  test('keeps what another setup wrote while it asked, where only Enter was pressed', async () => {
    const dataDir = newFolder();
    const keys = new PassThrough();
    const running = begin(['setup'], { dataDir, env: { NO_COLOR: '1' }, columns: 80, keys });
    await running.line('Number or name');
    keys.write('none\r');
    await running.line('Where papers come from');
    writeFileSync(join(dataDir, '.env'), 'SOURCES=arxiv:cs.LG\nTIMEZONE=Tokyo\n');
    keys.write('\r');
    await running.line('Time zone of');
    keys.write('Berlin\r');
    const { code, out, err } = await running.ended;
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Wrote TIMEZONE to');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('The file got another value of SOURCES while you answered');
    expect(envIn(dataDir)).toEqual({ SOURCES: 'arxiv:cs.LG', TIMEZONE: 'Berlin' });
  });

  test('is stopped by Ctrl-C, and leaves all as it was', async () => {
    const dataDir = newFolder();
    writeFileSync(join(dataDir, '.env'), 'A=1\n');
    const { code, err } = await typing(
      [
        ['Number or name', '1\r'],
        ['Bot User OAuth Token', 'xoxb-1\u0003'],
      ],
      dataDir,
    );
    expect([code, err.trim()]).toEqual([130, 'Stopped. Nothing was changed.']);
    expect(readdirSync(dataDir)).toEqual(['.env']);
    expect(readFileSync(join(dataDir, '.env'), 'utf8')).toBe('A=1\n');
  });
});

describe('the questions', () => {
  test('are answered by their examples, and are secret where their settings are', () => {
    const setup = createSetup({ env: {}, cwd: newFolder });
    const { platforms, common } = setup.form();
    const secrets = ADAPTERS.flatMap((one) => one.secrets);
    for (const { setting, example, isSecret = false } of [
      ...platforms.flatMap((one) => one.questions),
      ...common,
    ]) {
      expect(setup.problemWith(setting, example)).toBeUndefined();
      expect(isSecret).toBe(secrets.includes(setting));
    }
  });

  test('set nothing else', () => {
    const folder = newFolder();
    const setup = createSetup({ env: {}, cwd: () => folder });
    setup.save('none', {
      TIMEZONE: 'UTC',
      STORE_URL: 'postgres://evil.example/x',
      SLACK_BOT_TOKEN: 'xoxb-1',
    });
    expect(envIn(folder)).toEqual({ TIMEZONE: 'UTC' });
  });
});

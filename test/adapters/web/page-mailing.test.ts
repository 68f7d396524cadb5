import { beforeEach, describe, expect, it } from 'vitest';
import { inline, type Reply } from '../../../src/model/message.ts';
import { textReply } from '../samples.ts';
import { inBrowser, noBrowser, useWorkspace } from './chromium.ts';

const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

function replyOf(lines: string[], tone: 'plain' | 'warning' = 'plain'): Reply {
  const blocks = lines.map((line) => ({ kind: 'text' as const, line: inline(line), tone }));
  return { ...textReply(lines[0] ?? ''), blocks };
}

describe.skipIf(noBrowser)(inBrowser('papers by email on the page'), () => {
  const bench = useWorkspace();
  let asked: string[];
  /** What is answered to the next question. */
  let answers: Reply[];
  beforeEach(() => {
    asked = [];
    answers = [];
    bench.workspace.service.script = (act) => {
      if (typeof act === 'string' || act.do !== 'ask') return undefined;
      asked.push(act.text);
      return answers.shift();
    };
  });

  async function openForm(options = {}) {
    const tab = await bench.open(options);
    if (options === PHONE) await tab.page.getByRole('button', { name: 'Show the list of channels' }).click();
    await tab.page.getByRole('button', { name: 'Get papers by email' }).click();
    return tab;
  }

  it('are asked for with an address and a topic, and confirmed with the code from the email', async () => {
    const { page, complaints } = await openForm();
    answers = [
      replyOf([
        'To confirm, look for an email with a code at me@lab.org.',
        'Nothing else is sent until you type `/papers email confirm me@lab.org <code>`.',
      ]),
      replyOf(['That code is wrong.'], 'warning'),
      replyOf(['Confirmed. me@lab.org will get papers on lora.']),
    ];
    await page.getByLabel('Email address').fill('me@lab.org');
    await page.getByLabel(/^Topic/).fill('lora');
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await page.getByText('look for an email with a code at me@lab.org').waitFor();
    await page.getByLabel('Confirmation code').fill('00000000');
    await page.keyboard.press('Enter');
    await page.getByText('That code is wrong.').waitFor();
    await page.getByLabel('Confirmation code').fill('12345678');
    await page.keyboard.press('Enter');
    await page.getByText('Confirmed. me@lab.org will get papers on lora').waitFor();
    expect(asked).toEqual([
      'email me@lab.org lora',
      'email confirm me@lab.org 00000000',
      'email confirm me@lab.org 12345678',
    ]);
    // Others need not read in the log whose address it is.
    expect(await page.locator('#log').textContent()).not.toContain('me@lab.org');
    expect(complaints).toEqual([]);
  });

  it('ask for no code where the email has a link, and mean every day without a topic', async () => {
    const { page } = await openForm(PHONE);
    answers = [
      replyOf(['To confirm, look for an email with a link at me@lab.org.', 'Nothing else is sent before.']),
    ];
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
    await page.getByLabel('Email address').fill('me@lab.org');
    await page.getByRole('button', { name: 'Subscribe', exact: true }).tap();
    await page.getByText('look for an email with a link').waitFor();
    expect(await page.getByLabel('Confirmation code').isVisible()).toBe(false);
    expect(asked).toEqual(['email me@lab.org trending']);
  });

  it('say at the field what is wrong, and send nothing that is no address', async () => {
    const { page } = await openForm();
    await page.getByLabel('Email address').fill('nobody');
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    expect(asked).toEqual([]);
    answers = [replyOf(["You've asked for too many confirmations. Try again in an hour."], 'warning')];
    await page.getByLabel('Email address').fill('me@lab.org');
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await page.getByText('Try again in an hour').waitFor();
    expect(await page.getByLabel('Email address').getAttribute('aria-invalid')).toBe('true');
  });

  it('are not offered where mail is not set up', async () => {
    bench.workspace.service.reachesAddresses = () => false;
    const { page } = await bench.open();
    expect(await page.getByRole('button', { name: 'Get papers by email' }).isVisible()).toBe(false);
  });
});

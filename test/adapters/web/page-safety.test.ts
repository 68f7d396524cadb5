import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/model/message.ts';
import { HOSTILE, sampleCard, samplePost, textReply } from '../samples.ts';
import { inBrowser, noBrowser, type as send, useWorkspace } from './chromium.ts';

const NASTY = [
  ...HOSTILE,
  '<svg onload=window.hacked=1>',
  '{{constructor.constructor("window.hacked=1")()}}',
  '\u0007 a bell',
];
const BAD_URLS = [
  'javascript:window.hacked=1',
  'JaVaScRiPt:window.hacked=1',
  'data:text/html,<script>1</script>',
  'file:///etc/passwd',
  '//evil.example',
  'not a url',
];

describe.skipIf(noBrowser)(inBrowser('the page and hostile text'), () => {
  const bench = useWorkspace();

  it('shows it as text wherever it stands', async () => {
    const cards = NASTY.map((text, index) =>
      sampleCard(index, {
        id: `x${index}`,
        title: [{ text }],
        authors: text,
        organization: text,
        publishedOn: text,
        excerpt: [{ text, style: 'match' }],
        reason: [{ text, style: 'strong' }],
      }),
    );
    const blocks: Block[] = NASTY.flatMap((text): Block[] => [
      { kind: 'heading', text },
      { kind: 'text', line: [{ text, style: 'code' }] },
      { kind: 'list', lines: [[{ text, style: 'quiet' }]] },
      { kind: 'code', text },
    ]);
    await bench.workspace.adapter.messenger.post(
      samplePost({
        summary: NASTY.join(' '),
        blocks: [...blocks, { kind: 'cards', cards }],
        actions: [{ label: NASTY[0] ?? '', act: { do: 'search', query: NASTY[0] ?? '', from: 0 } }],
      }),
    );
    const { page, complaints } = await bench.open();
    const titles = await page.locator('.title').evaluateAll((all) => all.map((title) => title.textContent));
    expect(titles).toEqual(NASTY);
    expect(
      await page.locator('#log img:not(.avatar), #log script, #log svg, #log b, #log iframe').count(),
    ).toBe(0);
    expect(await page.evaluate("'hacked' in window")).toBe(false);
    await page.getByRole('link', { name: NASTY[0] as string, exact: true }).click();
    await page.locator('#pane').getByText('The whole abstract of x0').waitFor();
    expect(complaints).toEqual([]);
  });

  it('follows no link but http and https', async () => {
    const cards = BAD_URLS.map((url, index) => sampleCard(index, { id: `x${index}`, url, codeUrl: url }));
    const line = BAD_URLS.map((url) => ({ text: 'a word ', url }));
    await bench.workspace.adapter.messenger.post(
      samplePost({
        blocks: [
          { kind: 'text', line },
          { kind: 'cards', cards },
        ],
      }),
    );
    const { page } = await bench.open();
    expect(await page.locator('.card').count()).toBe(BAD_URLS.length);
    expect(await page.locator('#log a:not([href^="#/"])').count()).toBe(0);
  });

  it('keeps what people and other browsers write as text', async () => {
    const [one, two] = await Promise.all([bench.open(), bench.open()]);
    bench.workspace.service.script = (asked) => textReply(String(asked), 'channel');
    for (const text of HOSTILE) await send(one.page, `/papers ${text}`);
    await two.page
      .locator('.message.paperboy')
      .nth(HOSTILE.length - 1)
      .waitFor();
    const said = await two.page.locator('.said').evaluateAll((all) => all.map((words) => words.textContent));
    expect([...said].sort()).toEqual(HOSTILE.map((text) => `/papers ${text}`).sort());
    for (const { page, complaints } of [one, two]) {
      expect(await page.evaluate("'hacked' in window")).toBe(false);
      expect(complaints).toEqual([]);
    }
  });

  it('runs nothing that is not its own file', async () => {
    const { page, complaints } = await bench.open();
    await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      const image = document.createElement('img');
      image.src = 'https://evil.example/x.png';
      document.body.append(script, image);
    `);
    await expect
      .poll(() => complaints.filter((text) => text.includes('Content Security Policy')).length)
      .toBe(2);
    expect(await page.evaluate("'hacked' in window")).toBe(false);
  });
});

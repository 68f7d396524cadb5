import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { fullCard, sampleCard, samplePost, textReply } from '../samples.ts';
import { focusOf, inBrowser, noBrowser, type as send, useWorkspace } from './chromium.ts';

const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

describe.skipIf(noBrowser)(inBrowser('the page for everyone'), () => {
  const bench = useWorkspace();
  beforeEach(() => bench.workspace.adapter.messenger.post(samplePost()));

  it('never scrolls sideways on a phone, however long a word is', async () => {
    const long = 'w'.repeat(300);
    await bench.workspace.adapter.messenger.post(
      samplePost({
        key: 'long',
        blocks: [
          { kind: 'heading', text: long },
          { kind: 'code', text: `@misc{${long}}` },
          { kind: 'list', lines: [[{ text: long, style: 'code' }]] },
          {
            kind: 'cards',
            cards: [sampleCard(0, { title: [{ text: long }], authors: long, excerpt: [{ text: long }] })],
          },
        ],
        actions: [{ label: long, act: { do: 'search', query: 'x', from: 0 } }],
      }),
    );
    const { page } = await bench.open(PHONE);
    await page.getByRole('link', { name: long, exact: true }).tap();
    await page.locator('#pane').getByText('The whole abstract').waitFor();
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
    await page.getByRole('button', { name: 'Close the details' }).tap();
    await page.getByRole('button', { name: 'Settings', exact: true }).tap();
    await page.getByLabel('Time', { exact: true }).waitFor();
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Help', exact: true }).tap();
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Search papers' }).tap();
    await page.getByRole('button', { name: 'Filters', exact: true }).tap();
    await page.getByLabel('Message #').fill('/');
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
  });

  it('leaves room in its head for all that stands there beside a long name', async () => {
    const name = 'reinforcement-learning-from-human-feedback-and-its-many-alternatives-each-week';
    const { page } = await bench.open({ viewport: { width: 1280, height: 800 } });
    await page.getByRole('button', { name: 'Add a channel' }).click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `#${name}` }).waitFor();
    const boxes = await Promise.all(
      ['#channel-name', '#search', '#settings-open', '#help'].map((id) => page.locator(id).boundingBox()),
    );
    for (const [at, box] of boxes.slice(1).entries()) {
      const before = boxes[at];
      expect((before?.x ?? 0) + (before?.width ?? 0), String(at)).toBeLessThanOrEqual(box?.x ?? 0);
    }
    const [, search] = boxes;
    expect(search?.width).toBeGreaterThan(200);
  });

  it('asks for a name in view when the drawer of a phone is open', async () => {
    const { page } = await bench.open(PHONE);
    await page.getByRole('button', { name: 'Show the list of channels' }).tap();
    await page.getByRole('button', { name: 'Set your name' }).tap();
    const field = page.getByLabel('What should others call you?');
    await field.tap();
    expect((await focusOf(page)).id).toBe('naming-name');
    expect((await focusOf(page)).visible).toBe(true);
  });

  it('breaks no short query in two, whose sign would be lost at the end of a line', async () => {
    const { page } = await bench.open(PHONE);
    const line = [
      { text: '#general already follows it as ' },
      { text: 'diffusion -video', style: 'code' as const },
    ];
    await bench.workspace.adapter.messenger.post(
      samplePost({ key: 'code', blocks: [{ kind: 'text', line }] }),
    );
    const code = page.locator('.message code').filter({ hasText: 'diffusion -video' });
    await code.waitFor();
    expect(await code.evaluate((element) => element.getClientRects().length)).toBe(1);
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
  });

  it('separates the facts of a card within a line, and leaves no dot at the end or beginning of one', async () => {
    const organization = 'Institute for Advanced Studies of Analytical Engines and Difference Engines';
    const card = sampleCard(0, { organization });
    const { page } = await bench.open(PHONE, 'ml-papers');
    await bench.workspace.adapter.messenger.post(
      samplePost({
        key: 'facts',
        channel: 'web:local:ml-papers',
        blocks: [{ kind: 'cards', cards: [card] }],
      }),
    );
    await page.locator('.facts').waitFor();
    const dots = await page.evaluate<{ line: number; before: boolean; after: boolean }[]>('probes.dots()');
    expect(new Set(dots.map(({ line }) => line)).size).toBeGreaterThan(1);
    for (const [at, { line, before, after }] of dots.entries())
      expect([before, after]).toEqual([dots[at - 1]?.line === line, false]);
  });

  it("keeps a card's signs within its line of facts on a phone, and lays none over another or over the facts", async () => {
    const { organization, upvotes, commentCount, stars, codeUrl, ...card } = fullCard(0);
    const links = [{ label: 'Search arXiv', url: 'https://arxiv.org/search' }];
    const { page } = await bench.open({ ...PHONE, viewport: { width: 390, height: 844 } }, 'ml-papers');
    await bench.workspace.adapter.messenger.post(
      samplePost({
        key: 'signs',
        channel: 'web:local:ml-papers',
        blocks: [{ kind: 'cards', cards: [{ ...card, authors: '11 authors', links }] }],
      }),
    );
    await page.locator('.facts').waitFor();
    const boxOf = async (one: Locator) => {
      const { x, y, width, height } = (await one.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      return { left: x, right: x + width, middle: y + height / 2, width, height };
    };
    const last = await boxOf(page.locator('.facts > :last-child'));
    const facts = await boxOf(page.locator('.facts'));
    const signs = await Promise.all((await page.locator('.marks .button').all()).map(boxOf));
    expect(signs).toHaveLength(3);
    expect(facts.height).toBeLessThan(30);
    for (const [at, { left, width, height, middle }] of signs.entries()) {
      expect(left).toBeGreaterThanOrEqual((signs[at - 1] ?? last).right);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
      expect(Math.abs(middle - facts.middle)).toBeLessThan(3);
    }
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
  });

  it('has its channels in a drawer on a phone', async () => {
    const { page } = await bench.open(PHONE);
    const channels = page.getByRole('navigation', { name: 'Channels' });
    expect(await channels.isVisible()).toBe(false);
    const opener = page.getByRole('button', { name: 'Show the list of channels' });
    await opener.tap();
    expect(await opener.getAttribute('aria-expanded').catch(() => 'hidden')).toBe('true');
    await channels.waitFor();
    await page.keyboard.press('Escape');
    await channels.waitFor({ state: 'hidden' });
    await opener.tap();
    await page.getByRole('link', { name: 'ml-papers' }).tap();
    await page.getByRole('heading', { name: '#ml-papers', exact: true }).waitFor();
    await channels.waitFor({ state: 'hidden' });
  });

  it('can be walked and used by keys alone, with the focus always to be seen', async () => {
    const { page } = await bench.open();
    const met: string[] = [];
    // From the message box on and around, until it is met again.
    for (let i = 0; i < 90 && met.at(-1) !== 'write'; i += 1) {
      await page.keyboard.press('Tab');
      const { name, visible } = await focusOf(page);
      // Between the last element and the first, the browser's own window has the focus.
      if (name === '') continue;
      expect(visible, name).toBe(true);
      met.push(name);
    }
    for (const stop of [
      'Skip to the message box',
      '# general',
      '# ml-papers',
      '+ Add a channel',
      'Help',
      'Messages in #general',
      'Search papers',
      'Settings',
      'CLIMB: Curriculum Learning for Infant-inspired Model Building',
      'BibTeX of CLIMB: Curriculum Learning for Infant-inspired Model Building',
      'write',
      'Send',
    ]) {
      expect(met).toContain(stop);
    }
  });

  it('skips to the message box, and from there asks and reads without a mouse', async () => {
    const { page } = await bench.open();
    for (let i = 0; i < 5 && (await focusOf(page)).id !== 'skip'; i += 1) await page.keyboard.press('Tab');
    expect((await focusOf(page)).name).toBe('Skip to the message box');
    await page.keyboard.press('Enter');
    await page.keyboard.type('/papers lora');
    await page.keyboard.press('Enter');
    await page.locator('.alone .card').first().waitFor();
    await page.keyboard.press('Shift+Tab');
    expect((await focusOf(page)).name).toBe('Share to channel');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Shared ✓' }).waitFor();
  });

  it('names its landmarks, its headings and its buttons', async () => {
    const { page } = await bench.open();
    for (const [role, name] of [
      ['navigation', 'Channels'],
      ['main', '#general'],
      ['log', 'Messages in #general'],
      ['article', 'Paperboy: Daily Papers of 12 December 2025: 3 papers'],
    ] as const) {
      expect(await page.getByRole(role, { name, exact: true }).count(), name).toBe(1);
    }
    const levels = await page
      .getByRole('heading')
      .evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
    expect(levels.slice(0, 6)).toEqual([1, 2, 2, 2, 3, 4]);
    const nameless = await page
      .getByRole('button')
      .evaluateAll(
        (all) => all.filter((one) => !(one.getAttribute('aria-label') ?? one.textContent)?.trim()).length,
      );
    expect(nameless).toBe(0);
  });

  it('tells a screen reader of a new post in one line', async () => {
    const { page } = await bench.open();
    await bench.workspace.adapter.messenger.post(samplePost({ key: 'next', summary: '3 papers for you' }));
    await expect.poll(() => page.locator('#announcer').textContent()).toBe('3 papers for you');
    expect(await page.locator('#announcer').getAttribute('aria-live')).toBe('polite');
  });

  it.each(['light', 'dark'] as const)(
    'has enough contrast everywhere in the %s scheme',
    async (colorScheme) => {
      bench.workspace.service.script = (asked) =>
        asked === 'warn'
          ? { ...textReply(''), blocks: [{ kind: 'text', tone: 'warning', line: [{ text: 'Careful.' }] }] }
          : undefined;
      const { page } = await bench.open({ colorScheme, reducedMotion: 'reduce' });
      await send(page, '/papers lora');
      await page.locator('.alone .card').first().waitFor();
      await page
        .getByRole('link', { name: /^Antidote/ })
        .last()
        .click();
      await page.locator('#pane').getByText('The whole abstract').waitFor();
      await page.getByRole('button', { name: 'Share to channel' }).click();
      await page.getByRole('button', { name: 'Shared ✓' }).waitFor();
      await send(page, '/papers warn');
      await page.getByText('Careful.').waitFor();
      await bench.workspace.adapter.messenger.post(samplePost({ key: 'b', channel: 'web:local:ml-papers' }));
      await page.getByRole('link', { name: 'ml-papers (unread)' }).waitFor();
      await page.getByLabel('Message #').pressSequentially('/pa');
      expect(await page.evaluate('probes.tooFaint()')).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Add a channel' }).click();
      await page.getByLabel('Name', { exact: true }).fill('!');
      await page.keyboard.press('Enter');
      await page.getByText("can't be a channel").waitFor();
      expect(await page.evaluate('probes.tooFaint()')).toEqual([]);
    },
  );

  it('moves nothing for those who ask for less motion', async () => {
    const { page } = await bench.open({ ...PHONE, reducedMotion: 'reduce' });
    bench.workspace.service.script = () => new Promise(() => undefined);
    await send(page, '/papers lora');
    await page.getByText('Paperboy is working on it').waitFor();
    expect(await page.evaluate('document.getAnimations().map((one) => one.animationName)')).toEqual([]);
  });
});

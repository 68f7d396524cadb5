import { describe, expect, it } from 'vitest';
import { sampleCard, samplePost, sampleReply, textReply } from '../samples.ts';
import { focusOf, inBrowser, noBrowser, type as send, useWorkspace } from './chromium.ts';

describe.skipIf(noBrowser)(inBrowser('asking and pressing on the page'), () => {
  const bench = useWorkspace();

  it('answers a command at once, to this person, and keeps the focus in the message box', async () => {
    const { page, complaints } = await bench.open();
    await send(page, '/papers hyperparameter');
    const answer = page.locator('.message.alone.paperboy');
    await answer.getByText('28 papers').waitFor();
    expect(await page.locator('.message.person .said').textContent()).toBe('/papers hyperparameter');
    expect(await answer.locator('.only-you').first().textContent()).toBe('Only visible to you');
    expect(await answer.locator('.card').count()).toBe(3);
    expect(await answer.locator('mark').first().textContent()).toBe('hyperparameters');
    expect((await focusOf(page)).id).toBe('write');
    expect(await page.locator('#write').inputValue()).toBe('');
    expect(bench.workspace.service.asked.map(({ text }) => text)).toEqual(['hyperparameter']);
    expect(complaints).toEqual([]);
  });

  it('shows all that a card knows', async () => {
    await bench.workspace.adapter.messenger.post(samplePost());
    const { page } = await bench.open();
    const card = page.locator('.card').first();
    const text = (await card.textContent()) ?? '';
    for (const part of [
      '5 authors',
      'Analytical Engines',
      'Aug 18, 2024',
      '▲ 12',
      '0 comments',
      '★ 1,240',
      'matches:',
    ]) {
      expect(text.replaceAll('\u2009', ' ')).toContain(part);
    }
    const title = card.getByRole('link', { name: /^Antidote/ });
    expect(await title.getAttribute('href')).toBe('https://huggingface.co/papers/2408.01000');
    expect(await title.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await title.getAttribute('target')).toBe('_blank');
    expect(await card.getByRole('link', { name: /^Code of Antidote/ }).getAttribute('href')).toBe(
      'https://github.com/example/code',
    );
  });

  it('opens abstract and BibTeX beside their card, closes them, and copies', async () => {
    await bench.workspace.adapter.messenger.post(samplePost());
    const { page } = await bench.open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const card = page.locator('.card').nth(1);
    const button = card.getByRole('button', { name: 'Abstract of CLIMB' });
    await button.click();
    await card.getByText('The whole abstract of 2408.01001').waitFor();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await card.getByRole('button', { name: /^Close: The whole abstract/ }).click();
    expect(await card.getByText('The whole abstract').isVisible()).toBe(false);
    await card.getByRole('button', { name: 'BibTeX of CLIMB' }).click();
    await card.getByRole('button', { name: 'Copy' }).click();
    await card.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('eprint = {2408.01001}');
  });

  it('appends more results below, and presses once however fast it is clicked', async () => {
    const { page } = await bench.open();
    await send(page, '/papers hyperparameter');
    await page.getByRole('button', { name: 'More results' }).dblclick();
    await page.getByRole('button', { name: 'Shown below ↓' }).waitFor();
    await page.getByRole('button', { name: 'Share to channel' }).first().dblclick();
    await page.getByRole('button', { name: 'Shared ✓' }).click({ force: true });
    await page.locator('.message.paperboy').nth(2).waitFor();
    expect(bench.workspace.service.pressed.map(({ act }) => act.do)).toEqual(['search', 'share']);
    expect(await page.locator('.message.paperboy').count()).toBe(3);
  });

  it('says in words what failed, and tries again when asked', async () => {
    const { page } = await bench.open();
    bench.workspace.service.script = () => {
      throw new Error('broken');
    };
    await send(page, '/papers lora');
    const alert = page.getByRole('alert').filter({ hasText: 'went wrong in Paperboy' });
    await alert.waitFor();
    bench.workspace.service.script = () => undefined;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.message.paperboy').waitFor();
    bench.workspace.service.script = () => {
      throw new Error('broken');
    };
    await page.getByRole('button', { name: /^Abstract of Antidote/ }).click();
    await alert.waitFor();
    bench.workspace.service.script = () => undefined;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.aside').waitFor();
    expect(await page.getByText('went wrong').count()).toBe(0);
  });

  it('keeps an answer private and shows everyone what is shared', async () => {
    const [one, two] = await Promise.all([bench.open(), bench.open()]);
    await send(one.page, '/papers hyperparameter');
    await one.page.getByRole('button', { name: 'Share to channel' }).click();
    const shared = two.page.locator('.message.paperboy');
    await shared.waitFor();
    expect(await two.page.locator('.message').count()).toBe(1);
    expect(await shared.locator('.only-you').count()).toBe(0);
    await one.page.locator('.message.paperboy:not(.alone)').waitFor();
    await one.page.reload();
    await one.page.locator('.message.alone.paperboy').waitFor();
  });

  it('shows an abstract whole, in a long digest too', async () => {
    const cards = Array.from({ length: 28 }, (_, index) => sampleCard(index));
    await bench.workspace.adapter.messenger.post(samplePost({ blocks: [{ kind: 'cards', cards }] }));
    const abstract = sampleCard(0, {
      excerpt: [{ text: 'One of many sentences. '.repeat(60) }],
      actions: [],
    });
    bench.workspace.service.script = () => ({
      ...sampleReply({ summary: 'Abstract of Antidote', actions: [] }),
      blocks: [{ kind: 'cards', cards: [abstract] }],
    });
    const { page } = await bench.open();
    const card = page.locator('.cards.many > .card').first();
    await card.getByRole('button', { name: /^Abstract of/ }).click();
    const shown = card.locator('.aside .excerpt');
    await shown.waitFor();
    expect(await shown.evaluate((text) => text.scrollHeight - text.clientHeight)).toBeLessThan(2);
    expect(await card.locator('.aside .title').isVisible()).toBe(false);
  });

  it('offers first steps that run when clicked', async () => {
    const { page } = await bench.open({}, 'ml-papers');
    await page.getByRole('button', { name: /subscribe "continual learning"/ }).click();
    await page.getByText('This channel now follows "continual learning".').first().waitFor();
    expect(bench.workspace.service.asked[0]?.place.id).toBe('web:local:ml-papers');
  });

  it('tells a newcomer who writes plain words how to ask, and does it for them', async () => {
    const { page } = await bench.open();
    await send(page, 'continual learning');
    await page.getByRole('button', { name: 'Search for “continual learning”' }).click();
    await page.locator('.card').first().waitFor();
    expect(bench.workspace.service.pressed[0]?.act).toEqual({
      do: 'search',
      query: 'continual learning',
      from: 0,
    });
  });

  it('shows messages of a kind it does not know as far as it can', async () => {
    const blocks = [{ kind: 'hologram' }, { kind: 'text', line: [{ text: 'still here' }] }] as never;
    bench.workspace.service.script = () => ({ ...textReply('x'), blocks });
    const { page } = await bench.open();
    await send(page, '/papers x');
    await page.getByText('still here').waitFor();
  });
});

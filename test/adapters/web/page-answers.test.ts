import { describe, expect, it } from 'vitest';
import { fullCard, sampleCard, samplePost, textReply } from '../samples.ts';
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
    for (const part of ['5 authors', 'Analytical Engines', 'Aug 18, 2024', '▲ 12', '★ 1,240', 'matches:']) {
      expect(text.replaceAll('\u2009', ' ')).toContain(part);
    }
    const title = card.getByRole('link', { name: /^Antidote/ });
    expect(await title.getAttribute('href')).toBe('#/general?paper=2408.01000');
    const code = card.getByRole('link', { name: /^Code of Antidote/ });
    expect(await code.getAttribute('href')).toBe('https://github.com/example/code');
    expect(await code.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await code.getAttribute('target')).toBe('_blank');
  });

  it('shows papers of a line each with their counts and pages, or as titles, and always that one was withdrawn', async () => {
    const card = sampleCard(0, { withdrawn: true });
    await bench.workspace.adapter.messenger.post(
      samplePost({
        blocks: [
          { kind: 'cards', layout: 'compact', cards: [card] },
          { kind: 'cards', layout: 'titles', cards: [card] },
        ],
      }),
    );
    const { page } = await bench.open();
    await page.locator('.titles .card').waitFor();
    const seen = async (layout: string) => {
      const parts = ['.title', '.withdrawn', '.votes', '.facts a', '.organization', '.excerpt', '.reason'];
      const shown = parts.map((part) => page.locator(`.${layout} ${part}`).first().isVisible());
      return Object.fromEntries((await Promise.all(shown)).map((is, at) => [parts[at], is]));
    };
    const hidden = { '.organization': false, '.excerpt': false, '.reason': false };
    const always = { '.title': true, '.withdrawn': true, ...hidden };
    expect(await seen('compact')).toEqual({ ...always, '.votes': true, '.facts a': true });
    expect(await seen('titles')).toEqual({ ...always, '.votes': false, '.facts a': false });
  });

  it("shows moments in the reader's time zone, and text where a stored one is damaged", async () => {
    const at = Date.parse('2025-12-15T08:00:00Z');
    const said = 'Mon, Dec 15, 2025 at 09:00 Europe/Berlin';
    await bench.workspace.adapter.messenger.post(
      samplePost({
        blocks: [
          { kind: 'text', line: [{ text: 'Next post: ' }, { text: said, at }, { text: '.' }] },
          { kind: 'text', line: [{ text: 'an unknown time', at: 1e300 }] },
        ],
      }),
    );
    const { page } = await bench.open();
    await page.getByText('an unknown time').waitFor();
    const text = (await page.locator('.text').first().textContent()) ?? '';
    expect(text.replace(/\s/g, ' ')).toBe('Next post: Mon, Dec 15, 2025 at 8:00 AM.');
    expect(await page.locator('.text time').getAttribute('title')).toBe(said);
  });

  it('copies BibTeX from a row and says so on its button, or shows it where nothing can be copied', async () => {
    await bench.workspace.adapter.messenger.post(samplePost());
    const { page } = await bench.open();
    const card = page.locator('.card').nth(1);
    const { clipboard } = { clipboard: 'navigator.clipboard.writeText' };
    await page.evaluate(`${clipboard} = async () => { throw new Error('closed'); }`);
    await card.hover();
    await card.getByRole('button', { name: 'BibTeX of CLIMB' }).click();
    await card.getByText('eprint = {2408.01001}').waitFor();
    await card.getByRole('button', { name: /^Close: BibTeX/ }).click();
    await page.evaluate(`${clipboard} = async (text) => { window.copied = text; }`);
    const other = page.locator('.card').nth(2);
    await other.hover();
    await other.getByRole('button', { name: /^BibTeX of FBNetV3/ }).click();
    await other.getByRole('button', { name: /^Copied ✓/ }).waitFor();
    expect(await page.evaluate('window.copied')).toContain('eprint = {2408.01002}');
  });

  it('marks a paper on its card, one way at a time, takes it back, and says when nothing was marked', async () => {
    const { service } = bench.workspace;
    let isDown = false;
    service.script = (act) => {
      if (typeof act === 'string' || act.do !== 'mark') return undefined;
      if (isDown) throw new Error('down');
      const { undo, ...mark } = act;
      const offered = undo ? mark : { ...mark, undo: true as const };
      return { ...textReply('Marked.'), actions: [{ label: 'Undo', act: offered }] };
    };
    await bench.workspace.adapter.messenger.post(
      samplePost({ blocks: [{ kind: 'cards', cards: [fullCard(0), fullCard(1)] }] }),
    );
    const { page, complaints } = await bench.open();
    const card = page.locator('.card').nth(1);
    const button = (name: RegExp) => card.getByRole('button', { name });
    const pressed = async () =>
      Promise.all(
        [/^Relevant: CLIMB/, /^Not for us: CLIMB/].map((name) => button(name).getAttribute('aria-pressed')),
      );
    const becomes = (relevant: boolean, not: boolean) =>
      expect.poll(pressed).toEqual([String(relevant), String(not)]);
    expect(await card.locator('.marks').innerText()).toBe('');
    await button(/^Relevant/).click();
    await becomes(true, false);
    await button(/^Not for us/).click();
    await becomes(false, true);
    await button(/^Not for us/).click();
    await becomes(false, false);
    const id = '2408.01001';
    expect(service.pressed.map(({ act }) => act)).toEqual([
      { do: 'mark', id, as: 'relevant' },
      { do: 'mark', id, as: 'not-relevant' },
      { do: 'mark', id, as: 'not-relevant', undo: true },
    ]);
    expect(complaints).toEqual([]);
    isDown = true;
    await button(/^Relevant/).click();
    await card.getByRole('button', { name: 'Try again' }).waitFor();
    await becomes(false, false);
  });

  it('shows after a reload how the reader marked the papers, and asks once for all of them', async () => {
    const { service } = bench.workspace;
    service.marked.set('2408.01001', 'not-relevant');
    await bench.workspace.adapter.messenger.post(
      samplePost({ blocks: [{ kind: 'cards', cards: [fullCard(0), fullCard(1)] }] }),
    );
    const { page, complaints } = await bench.open();
    const card = page.locator('.card').nth(1);
    await card.locator('[aria-pressed=true]').waitFor();
    expect(await page.locator('.card [aria-pressed=true]').getAttribute('aria-label')).toMatch(/^Not for us/);
    expect(service.looked).toEqual([['2408.01000', '2408.01001']]);
    // What stands as pressed is taken back by a press.
    await card.locator('[aria-pressed=true]').click();
    await expect
      .poll(() => service.pressed.at(-1)?.act)
      .toEqual({ do: 'mark', id: '2408.01001', as: 'not-relevant', undo: true });
    expect(complaints).toEqual([]);
  });

  it('shows papers like one by a sign beside the thumbs, below its card', async () => {
    const { service } = bench.workspace;
    service.script = (act) =>
      typeof act === 'object' && act.do === 'related' ? textReply('Papers like CLIMB.') : undefined;
    await bench.workspace.adapter.messenger.post(
      samplePost({ blocks: [{ kind: 'cards', cards: [fullCard(0), fullCard(1)] }] }),
    );
    const { page, complaints } = await bench.open();
    const card = page.locator('.card').nth(1);
    const sign = card.getByRole('button', { name: /^More like this: CLIMB/ });
    // Once on a card: it is not among the buttons that come up below.
    expect(await sign.count()).toBe(1);
    expect(await card.locator('.marks').getByRole('button').count()).toBe(3);
    expect(await card.locator('.marks').innerText()).toBe('');
    expect(await sign.getAttribute('title')).toBe('More like this');
    await sign.click();
    await card.locator('.aside').getByText('Papers like CLIMB.').waitFor();
    expect(service.pressed.map(({ act }) => act)).toEqual([{ do: 'related', ids: ['2408.01001'] }]);
    expect(await sign.getAttribute('aria-expanded')).toBe('true');
    await card.getByRole('button', { name: 'Close: Papers like CLIMB.' }).click();
    expect(await sign.getAttribute('aria-expanded')).toBe('false');
    expect(await sign.evaluate('document.activeElement?.title')).toBe('More like this');
    expect(complaints).toEqual([]);
  });

  it('hands over the file of a library that is chosen or dropped, and says which is too large', async () => {
    const { page, complaints } = await bench.open();
    const file = (name: string, buffer = Buffer.from('@article{a, title = {Müller}}')) => {
      return { name, mimeType: 'text/plain', buffer };
    };
    await page.locator('#attach-file').setInputFiles(file('refs.bib'));
    await page.locator('.message').getByText('Read refs.bib.').waitFor();
    const drop = async (type: string) => {
      const transfer = await page.evaluateHandle(`(() => {
        const data = new DataTransfer();
        data.items.add(new File(['@misc{b}'], 'dropped.bib'));
        return data;
      })()`);
      await page.locator('#main').dispatchEvent(type, { dataTransfer: transfer });
    };
    await drop('dragenter');
    expect(await page.locator('#main.dropping').count()).toBe(1);
    await drop('drop');
    await page.locator('.message').getByText('Read dropped.bib.').waitFor();
    expect(await page.locator('#main.dropping').count()).toBe(0);
    await page.locator('#attach-file').setInputFiles(file('large.bib', Buffer.alloc(5_000_001)));
    await page.getByText('large.bib is larger than 5 MB').first().waitFor();
    const { imported } = bench.workspace.service;
    expect(imported.map(({ file }) => [file.name, file.content])).toEqual([
      ['refs.bib', '@article{a, title = {Müller}}'],
      ['dropped.bib', '@misc{b}'],
    ]);
    expect(complaints).toEqual([]);
  });

  it('appends more results below, and presses once however fast it is clicked', async () => {
    const { page } = await bench.open();
    await send(page, '/papers hyperparameter');
    // Both at once: on a busy machine, the second click of a double click may come when there is another button in its place.
    await page.getByRole('button', { name: 'More results' }).evaluate((button: { click(): void }) => {
      button.click();
      button.click();
    });
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
    await page.locator('.card').first().hover();
    await page.getByRole('button', { name: /^Share: Antidote/ }).click();
    await alert.waitFor();
    bench.workspace.service.script = () => undefined;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: /^Shared ✓: Antidote/ }).waitFor();
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

  it('offers first steps that run when clicked', async () => {
    const { page } = await bench.open({}, 'ml-papers');
    await page.getByRole('button', { name: 'Follow “continual learning”' }).click();
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

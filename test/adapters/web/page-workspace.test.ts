import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/model/message.ts';
import { sampleCard, samplePost, sampleReply, textReply } from '../samples.ts';
import { sampleForm } from '../scripted-service.ts';
import { inBrowser, noBrowser, type as send, useWorkspace } from './chromium.ts';

describe.skipIf(noBrowser)(inBrowser('the workspace on the page'), () => {
  const bench = useWorkspace();

  it('searches beside the log, writes its filters into the query, and goes back', async () => {
    const { page, complaints } = await bench.open();
    const box = page.getByRole('searchbox', { name: 'Search papers' });
    await box.fill('diffusion');
    await page.keyboard.press('Enter');
    await page.locator('#results .card').first().waitFor();
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByLabel('From').fill('2025-12-01');
    await page.getByLabel('Category').fill('cs.LG');
    await page.getByLabel('Source').fill('hugging face');
    await page.getByLabel('Has code').check();
    await page.getByRole('combobox', { name: /^Sort/ }).selectOption('votes');
    const query = 'diffusion after:2025-12-01 cat:cs.LG source:hugging-face has:code';
    await expect.poll(() => box.inputValue()).toBe(query);
    const asked = { do: 'search', from: 0, count: 20, query, sort: 'votes' };
    await expect.poll(() => bench.workspace.service.pressed.at(-1)?.act).toEqual(asked);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => box.inputValue()).toBe('diffusion');
    await page.getByRole('button', { name: 'Follow here' }).or(page.getByText('28 papers')).first().waitFor();
    await page.getByRole('button', { name: '← Back to #general' }).click();
    await page.locator('#log').waitFor();
    expect(await page.locator('#log .message').count()).toBe(0);
    await page.goBack();
    await page.locator('#results .card').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('leaves a filter that is being typed alone while the one before it is searched for', async () => {
    const { page } = await bench.open();
    await page.getByRole('searchbox', { name: 'Search papers' }).fill('diffusion');
    await page.keyboard.press('Enter');
    await page.locator('#results .card').first().waitFor();
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    const source = page.getByLabel('Source');
    await source.fill('hugging face');
    await page.evaluate('window.dispatchEvent(new HashChangeEvent("hashchange"))');
    expect(await source.inputValue()).toBe('hugging face');
    await page.keyboard.press('Tab');
    const query = 'diffusion source:hugging-face';
    await expect.poll(() => bench.workspace.service.pressed.at(-1)?.act).toMatchObject({ query });
    await expect.poll(() => source.inputValue()).toBe('hugging-face');
  });

  it('keeps alternatives together when a filter is added, and leaves an excluded value alone', async () => {
    const { page } = await bench.open();
    const box = page.getByRole('searchbox', { name: 'Search papers' });
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    for (const [typed, filtered] of [
      ['rl OR rlhf', '(rl OR rlhf) cat:cs.LG'],
      ['rl|rlhf', '(rl|rlhf) cat:cs.LG'],
      ['"a or b" (c OR d)', '"a or b" (c OR d) cat:cs.LG'],
      ['lora not cat:cs.CV', 'lora not cat:cs.CV cat:cs.LG'],
      ['lora cat:cs.AI|cs.CV', 'lora cat:cs.LG'],
    ]) {
      await box.fill(typed ?? '');
      await page.getByLabel('Category').fill('cs.LG');
      await page.keyboard.press('Tab');
      await expect.poll(() => bench.workspace.service.pressed.at(-1)?.act).toMatchObject({ query: filtered });
    }
  });

  it('takes several values in a filter as one or the other, however they are set apart', async () => {
    const { page } = await bench.open();
    const box = page.getByRole('searchbox', { name: 'Search papers' });
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    for (const [filter, typed, written] of [
      ['Category', 'cs.LG, cs.AI', 'cat:cs.LG,cs.AI'],
      ['Category', 'cs.LG cs.AI', 'cat:cs.LG,cs.AI'],
      ['Category', 'cs.LG or cat:cs.AI', 'cat:cs.LG,cs.AI'],
      ['Source', 'arxiv, hugging face', 'source:arxiv,hugging-face'],
    ] as const) {
      await box.fill('diffusion');
      await page.getByLabel(filter).fill(typed);
      await page.keyboard.press('Tab');
      await expect
        .poll(() => bench.workspace.service.pressed.at(-1)?.act)
        .toMatchObject({ query: `diffusion ${written}` });
    }
  });

  it('reads a paper in the pane with its BibTeX, which Escape and Back close', async () => {
    await bench.workspace.adapter.messenger.post(samplePost());
    const place = { id: 'web:local:general', name: '#general' };
    const next = [{ text: 'Next post: tomorrow.' }];
    const standing = { place, topics: [], schedule: 'every day at 09:00', next };
    bench.workspace.service.home = async () => ({
      channels: [standing],
      moreChannels: 0,
      unshown: [],
      saved: [],
      sources: [],
    });
    const { page } = await bench.open({ viewport: { width: 1280, height: 800 } });
    const pane = page.getByRole('complementary', { name: 'Details' });
    await pane.getByText('About this channel').waitFor();
    await page.locator('.card .title a').nth(1).click();
    await pane.getByText('The whole abstract of 2408.01001').waitFor();
    await pane.getByText('eprint = {2408.01001}').waitFor();
    expect(await page.locator('.card').nth(1).getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await pane.getByText('The whole abstract of 2408.01002').waitFor();
    await page.goBack();
    await pane.getByText('The whole abstract of 2408.01001').waitFor();
    await page.locator('#log').focus();
    await page.keyboard.press('Escape');
    await pane.getByText('About this channel').waitFor();
    expect(await page.locator('.card[aria-current]').count()).toBe(0);
  });

  it('says once that a paper cannot be shown', async () => {
    const said: Block = { kind: 'text', tone: 'warning', line: [{ text: "I don't know this paper." }] };
    bench.workspace.service.script = () => ({ ...textReply('x'), blocks: [said] });
    const { page } = await bench.open({}, 'general?paper=none');
    await page.locator('#pane').getByText("I don't know this paper.").waitFor();
    // What was asked before this is answered by then.
    await page.evaluate("fetch('/api/commands').then((answer) => answer.text())");
    expect(bench.workspace.service.pressed.map(({ act }) => act.do)).toEqual(['abstract']);
  });

  it('goes on from the first paper of the next page', async () => {
    bench.workspace.service.script = (asked) =>
      typeof asked === 'object' && asked.do === 'search'
        ? sampleReply({
            blocks: [{ kind: 'cards', cards: [sampleCard(asked.from)] }],
            actions: [{ label: 'More results', act: { ...asked, from: asked.from + 1 } }],
          })
        : undefined;
    const { page } = await bench.open({}, 'general?q=lora');
    await page.getByRole('button', { name: 'More results' }).press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('CLIMB');
  });

  it('says on the button that a paper was saved, and takes it back', async () => {
    const card = samplePost();
    await bench.workspace.adapter.messenger.post(
      samplePost({
        blocks: card.blocks.map((block) =>
          block.kind === 'cards'
            ? {
                ...block,
                cards: block.cards.map((one) => ({
                  ...one,
                  actions: [...one.actions, { label: 'Save', act: { do: 'save' as const, id: one.id } }],
                })),
              }
            : block,
        ),
      }),
    );
    const { page } = await bench.open();
    await page.locator('.card').first().hover();
    await page.getByRole('button', { name: /^Save: Antidote/ }).click();
    const saved = page.getByRole('button', { name: /^Saved ✓: Antidote/ });
    await saved.waitFor();
    expect(await saved.getAttribute('aria-pressed')).toBe('true');
    await expect
      .poll(async () => {
        await saved.click({ timeout: 500 }).catch(() => undefined);
        return page.getByRole('button', { name: /^Save: Antidote/ }).count();
      })
      .toBe(1);
    expect(bench.workspace.service.pressed.map(({ act }) => act.do)).toEqual(['save', 'unsave']);
    expect(await page.locator('.message').count()).toBe(1);
  });

  it('keeps a reading list: done and notes are seen where they are pressed, and all of it is a file', async () => {
    const { service } = bench.workspace;
    const card = (note?: string) => ({
      ...sampleCard(0),
      excerpt: [
        { text: '#1', style: 'quiet' as const },
        ...(note === undefined ? [] : [{ text: '  Note: ', style: 'quiet' as const }, { text: note }]),
      ],
      ...(note === undefined ? {} : { note }),
      actions: [
        { label: 'Done', act: { do: 'done' as const, id: '2408.01000' } },
        { label: 'Note', act: { do: 'note' as const, id: '2408.01000' } },
      ],
    });
    service.script = (asked) =>
      typeof asked === 'object' && asked.do === 'saved'
        ? sampleReply({
            blocks: [
              { kind: 'heading', text: 'Your reading list: 1 paper' },
              { kind: 'cards', cards: [card('an old note')] },
            ],
            actions: [{ label: 'BibTeX of all', act: { do: 'export', as: 'bibtex', from: 0 } }],
          })
        : undefined;
    const { page } = await bench.open({ viewport: { width: 1280, height: 800 } }, 'general?saved');
    await page.locator('#pane').getByText('About your reading list').waitFor();
    expect(await page.locator('#pane').getByText('About this channel').count()).toBe(0);
    const list = page.locator('#results');
    await list.getByText('Note: an old note').waitFor();
    await list.locator('.card').hover();
    await list.getByRole('button', { name: /^Note: / }).click();
    const field = list.getByRole('textbox', { name: /^Your note on/ });
    expect(await field.inputValue()).toBe('an old note');
    await field.fill('read section 3 first');
    await page.keyboard.press('Enter');
    await list.getByText('Note: read section 3 first').waitFor();
    expect(await field.count()).toBe(0);
    await list.getByRole('button', { name: /^Done: / }).click();
    await list.getByRole('button', { name: /^Done ✓: / }).waitFor();
    expect(service.pressed.map(({ act }) => act).slice(1)).toEqual([
      { do: 'note', id: '2408.01000', note: 'read section 3 first' },
      { do: 'done', id: '2408.01000' },
    ]);
    const download = page.waitForEvent('download');
    await list.getByRole('link', { name: 'BibTeX of all' }).click();
    expect((await download).suggestedFilename()).toBe('reading-list.bib');
    // Who leaves it by the keyboard goes on in the log.
    await list.getByRole('button', { name: /^Note: / }).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('log');
  });

  it('has a conversation for the reader alone, marked when something arrives there', async () => {
    const { page } = await bench.open();
    const entry = page.getByRole('link', { name: /^Direct messages/ });
    const address = (await entry.getAttribute('href')) ?? '';
    const key = address.slice('#/'.length);
    await bench.workspace.adapter.messenger.post(samplePost({ channel: `web:local:${key}` }));
    await page.getByRole('link', { name: 'Direct messages (unread)' }).click();
    await page.getByRole('heading', { name: 'Direct messages', exact: true }).waitFor();
    await page.getByText('Only you can see this.', { exact: false }).waitFor();
    await page.locator('.message').waitFor();
    await send(page, '/papers topics');
    await expect
      .poll(() => bench.workspace.service.asked.map(({ place }) => place))
      .toEqual([{ id: `web:local:${key}`, name: 'direct message', direct: true }]);
    const other = await bench.open();
    await other.page.getByRole('link', { name: 'Direct messages', exact: true }).click();
    await other.page.getByText('Only you can see this.', { exact: false }).waitFor();
    expect(await other.page.locator('.message').count()).toBe(0);
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('heading', { name: 'Settings for Direct messages' }).waitFor();
    expect(await page.getByRole('button', { name: 'Delete channel' }).count()).toBe(0);
  });

  it('shows the settings as they are, counts the topics live, says what is wrong at its field, and saves', async () => {
    const filled: unknown[] = [];
    const { fill } = bench.workspace.service;
    bench.workspace.service.fill = (given) => {
      filled.push(given.form);
      return fill(given);
    };
    const { page } = await bench.open();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    expect(await page.getByLabel('Topic 1').inputValue()).toBe('hyperparameter');
    expect(await page.getByLabel('How often').inputValue()).toBe('weekday');
    expect(await page.getByLabel('Time', { exact: true }).inputValue()).toBe('09:00');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
    await page.getByText('3 of the 28 papers in the last 7 digests match.').first().waitFor();
    await page.getByLabel('Topic 2').fill('(');
    await page.getByText('This `(` is not closed.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")'))
      .toBe('Topic 2');
    await page.getByLabel('Topic 2').fill('lora');
    await page.getByLabel('How often').selectOption('week');
    await page.getByLabel('Thu').check();
    const switches = page.locator('#settings').getByRole('group', { name: 'Posts' }).getByRole('checkbox');
    const switchCount = await switches.count();
    for (const one of await switches.all()) await one.click();
    await page.getByLabel('Time', { exact: true }).fill('17:30');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const standing = {
      place: { id: 'web:local:general', name: '#general' },
      topics: [{ query: 'lora', by: { id: 'u', name: 'Ada' } }],
      schedule: 'every day',
      next: [],
    };
    await page.getByText('Saved hyperparameter, lora.').waitFor();
    // What a command changed is seen beside the log at once.
    bench.workspace.service.home = async () => ({
      channels: [standing],
      moreChannels: 0,
      unshown: [],
      saved: [],
      sources: [],
    });
    await send(page, '/papers subscribe lora');
    await page.locator('#pane').getByRole('link', { name: 'lora' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    // Whatever switches the core has, each is saved as it was set.
    const { announce, thumbnails, quiet, paused } = sampleForm;
    const turned = { announce: !announce, thumbnails: !thumbnails, quiet: !quiet, paused: !paused };
    expect(switchCount).toBe(Object.keys(turned).length);
    // The core is told when all of it was read: what was left as it was then, others may have changed since.
    expect(filled.at(-1)).toEqual({
      ...turned,
      readAt: sampleForm.readAt,
      limit: '10',
      order: 'votes',
      layout: 'cards',
      zone: 'Europe/Berlin',
      topics: ['hyperparameter', 'lora'],
      schedule: 'weekly mon thu 17:30',
    });
  });

  it('finds a zone by a city, and says what is wrong with the days and the zone at their fields', async () => {
    const filled: unknown[] = [];
    bench.workspace.service.fill = async ({ form }) => {
      filled.push(form);
      return {
        problems: [
          { field: 'days', message: 'Choose at least one day.' },
          { field: 'zone', message: 'Which Springfield?' },
        ],
      };
    };
    const { page } = await bench.open();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Time zone').fill('new y');
    await expect
      .poll(() => page.evaluate("[...document.querySelectorAll('#zones option')].map(({ value }) => value)"))
      .toContain('America/New_York');
    await page.getByLabel('Time zone').fill('Springfield');
    await page.getByLabel('How often').selectOption('week');
    for (const box of await page.getByRole('group', { name: 'Days' }).getByRole('checkbox').all())
      await box.uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Choose at least one day.').waitFor();
    await page.getByText('Which Springfield?').waitFor();
    expect(await page.getByLabel('Time zone').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Mon', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate('document.activeElement.id')).toBe('set-mon');
    expect(filled).toMatchObject([{ readAt: sampleForm.readAt, days: [], zone: 'Springfield' }]);
  });

  it('offers zones for what is typed now, also when an earlier answer comes later', async () => {
    const { page } = await bench.open();
    const { promise: later, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/api/zones?typed=germ', async (route) => {
      await later;
      await route.continue();
    });
    const offered = () =>
      page.evaluate("[...document.querySelectorAll('#zones option')].map(({ value }) => value)");
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Time zone').fill('germ');
    await page.getByLabel('Time zone').fill('new y');
    await expect.poll(offered).toContain('America/New_York');
    const late = page.waitForResponse('**/api/zones?typed=germ');
    release();
    await (await late).finished();
    await page.evaluate('new Promise(requestAnimationFrame)');
    expect(await offered()).toContain('America/New_York');
    await page.unroute('**/api/zones?typed=germ');
  });

  it('counts only the newest of what is typed, and shows no answer to what was typed before', async () => {
    const asked: { typed: readonly string[]; signal: AbortSignal | undefined }[] = [];
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { checkTopics } = bench.workspace.service;
    bench.workspace.service.checkTopics = async (place, typed, signal) => {
      asked.push({ typed, signal });
      if (typed.includes('slow')) await held;
      const message = `counted ${typed.join(' and ')}`;
      const checks = await checkTopics(place, typed, signal);
      return 'problem' in checks
        ? checks
        : { ...checks, topics: typed.map(() => ({ message, isWrong: false, matches: 1 })) };
    };
    const { page } = await bench.open();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Topic 2').fill('slow');
    await expect.poll(() => asked.at(-1)?.typed).toEqual(['hyperparameter', 'slow']);
    const before = asked.at(-1);
    await page.getByLabel('Topic 2').fill('lora');
    await page.getByText('counted hyperparameter and lora').first().waitFor();
    // The page closed the request, so the count behind it is told to end.
    await expect.poll(() => before?.signal?.aborted).toBe(true);
    release();
    await page.getByLabel('Topic 2').fill('video');
    await page.getByText('counted hyperparameter and video').first().waitFor();
    expect(await page.getByText('and slow').count()).toBe(0);
  });

  it('undoes saved settings from the line that says so, and shows how the channel stands then', async () => {
    const { service } = bench.workspace;
    const { fill } = service;
    const place = { id: 'web:local:general', name: '#general' };
    let topics = [{ query: 'diffusion -video', name: 'Diffusion', by: { id: 'x', name: 'Ada' } }];
    service.home = async () => ({
      channels: [{ place, topics, schedule: 'every day at 09:00', next: [{ text: 'Next post: tomorrow.' }] }],
      saved: [],
      moreChannels: 0,
      unshown: [],
      sources: [],
    });
    const act = { do: 'undo' as const, change: 'c1' };
    service.fill = async (filled) => {
      const done = await fill(filled);
      return 'reply' in done ? { reply: { ...done.reply, actions: [{ label: 'Undo', act }] } } : done;
    };
    service.script = (asked) => (typeof asked === 'object' ? textReply('Undone: all of it.') : undefined);
    const { page } = await bench.open({ viewport: { width: 1280, height: 800 } });
    const topic = page.getByRole('link', { name: 'Diffusion', exact: true });
    expect(await topic.getAttribute('href')).toBe('#/general?q=diffusion+-video');
    await page.getByRole('button', { name: 'Channel settings' }).click();
    await page.getByLabel('Topic 1').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    topics = [];
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Undone: all of it.').waitFor();
    expect(service.pressed.map((pressed) => pressed.act)).toEqual([act]);
    await page.getByText('None: every paper is posted here.').waitFor();
  });

  it('shows the answer of a button within an answer, also over a search', async () => {
    const again = { do: 'undo' as const, change: 'c1' };
    bench.workspace.service.script = (asked) => {
      if (typeof asked !== 'object') return undefined;
      if (asked.do === 'subscribe')
        return { ...textReply('Subscribed.'), actions: [{ label: 'Undo', act: again }] };
      if (asked.do === 'undo') return { ...textReply('Undone.'), actions: [] };
      return {
        ...textReply('Found 1 paper'),
        actions: [{ label: 'Follow here', act: { do: 'subscribe', query: 'lora' } }],
      };
    };
    const { page } = await bench.open();
    await page.getByRole('searchbox', { name: 'Search papers' }).fill('lora');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Follow here' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.locator('#results').getByText('Undone.').waitFor();
  });

  it('leaves what is typed into the search box when the list of channels changes', async () => {
    const { page } = await bench.open();
    const box = page.getByRole('searchbox', { name: 'Search papers' });
    await box.fill('half a quer');
    const other = await bench.open();
    await other.page.getByRole('button', { name: 'Add a channel' }).click();
    await other.page.getByLabel('Name', { exact: true }).fill('agents');
    await other.page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'agents' }).waitFor();
    expect(await box.inputValue()).toBe('half a quer');
  });

  it('opens the settings for a button of a message that asks for them', async () => {
    bench.workspace.service.script = (asked) =>
      asked === 'topics'
        ? {
            ...textReply('2 topics'),
            actions: [{ label: 'Edit', act: { do: 'settings', about: 'schedule' } }],
          }
        : undefined;
    const { page } = await bench.open();
    await send(page, '/papers topics');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('set-every');
    expect(bench.workspace.service.pressed).toEqual([]);
  });

  it("opens a person's own settings for a button of an answer that is about them", async () => {
    bench.workspace.service.script = (asked) =>
      asked === 'topics for me'
        ? {
            ...textReply('2 topics'),
            actions: [{ label: 'Edit', act: { do: 'for-me', act: { do: 'settings', about: 'topics' } } }],
          }
        : undefined;
    const { page } = await bench.open();
    await send(page, '/papers topics for me');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('heading', { name: 'Settings for Direct messages' }).waitFor();
    expect(bench.workspace.service.pressed).toEqual([]);
  });

  it('renames and deletes a channel, and every open page follows', async () => {
    const [one, two] = await Promise.all([bench.open({}, 'ml-papers'), bench.open({}, 'ml-papers')]);
    await one.page.getByRole('button', { name: 'Settings', exact: true }).click();
    const name = one.page.getByRole('textbox', { name: 'Name' });
    await name.fill('General');
    await one.page.getByRole('button', { name: 'Save', exact: true }).click();
    await one.page.getByText('#general already exists.').waitFor();
    await name.fill('Agents');
    await one.page.getByRole('button', { name: 'Save', exact: true }).click();
    for (const { page } of [one, two])
      await page.getByRole('heading', { name: '#agents', exact: true }).waitFor();
    expect(bench.workspace.service.renamed).toEqual([{ id: 'web:local:ml-papers', name: '#agents' }]);
    await bench.post('a post', 'a post', 'ml-papers');
    await one.page.locator('.message').waitFor();
    await one.page.getByRole('button', { name: 'Settings', exact: true }).click();
    await one.page.getByRole('button', { name: 'Delete channel' }).click();
    await one.page.getByText('1 message, posts included').waitFor();
    await one.page.getByRole('button', { name: 'Delete channel', exact: true }).click();
    for (const { page } of [one, two]) {
      await page.getByRole('heading', { name: '#general' }).waitFor();
      await page.getByText('#agents was deleted.').waitFor();
    }
    expect(bench.workspace.service.left).toEqual(['web:local:ml-papers']);
  });

  it('asks for a name once, after the first message, and others see it', async () => {
    const { page } = await bench.open();
    const question = page.getByText('What should others call you?');
    expect(await question.isVisible()).toBe(false);
    await page.evaluate("localStorage.removeItem('paperboy asked for a name')");
    await send(page, '/papers lora');
    await question.waitFor();
    await page.getByLabel('What should others call you?').fill('  Ada  ');
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Your name: Ada. Change it' }).waitFor();
    await send(page, '/papers lora');
    await expect
      .poll(() => bench.workspace.service.asked.map(({ person }) => person.name))
      .toEqual(['Guest', 'Ada']);
    expect(await question.isVisible()).toBe(false);
  });

  it('lists the commands in groups; a whole one runs, and one that wants more is written into the box', async () => {
    const { page } = await bench.open();
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await page.getByRole('button', { name: /^subscribe/ }).click();
    expect(await page.locator('#write').inputValue()).toBe('/papers subscribe ');
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await page.getByRole('button', { name: /^status/ }).click();
    await expect.poll(() => bench.workspace.service.asked.map(({ text }) => text)).toEqual(['status']);
  });
});

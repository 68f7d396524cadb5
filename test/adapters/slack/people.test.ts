import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDirectory, type Known } from '../../../adapters/slack/places.ts';
import { sampleCard, samplePost, sampleReply, textReply } from '../samples.ts';
import { sampleForm } from '../scripted-service.ts';
import { BOT, TEAM } from './slack.ts';
import { faultsOf } from './valid.ts';
import {
  buttonsOf,
  commandOf,
  createTime,
  eventOf,
  openWorld,
  pressOf,
  see,
  until,
  type World,
} from './world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await until(() => world.service.joined.length === 2, 'the channels');
});
afterEach(() => world.stop());

const shown = async (count: number) => {
  await until(() => world.slack.shown.length >= count, `message ${count}`);
  return world.slack.shown[count - 1] ?? { blocks: [], text: '', channel: '', ts: '', unfurls: false };
};
const event = (payload: Record<string, unknown>, more = {}) =>
  world.slack.send('events_api', { ...eventOf(payload), ...more });
const view = async () => {
  await until(() => world.slack.views.opened.length > 0, 'the modal');
  return world.slack.views.opened[0] as unknown as ViewSeen;
};
interface ViewSeen {
  private_metadata: string;
  callback_id: string;
  blocks: {
    type: string;
    block_id?: string;
    element?: Record<string, unknown>;
    elements?: { text: string }[];
  }[];
}

describe('buttons', () => {
  it('carry what they do through Slack, and answer the person or the channel', async () => {
    await world.adapter.messenger.post(samplePost({ channel: 'slack:T1:C1' }));
    const [abstract, cite, share] = buttonsOf(world.slack.seen('C1')[0] ?? { blocks: [] });
    await world.slack.send('interactive', pressOf(world.slack, 'C1', abstract ?? { action_id: '' }));
    expect(await shown(2)).toMatchObject({ onlyFor: 'U1' });
    await world.slack.send('interactive', pressOf(world.slack, 'C1', cite ?? { action_id: '' }));
    expect(see(await shown(3)).text).toContain('@misc{paper');
    await world.slack.send('interactive', pressOf(world.slack, 'C1', share ?? { action_id: '' }));
    expect((await shown(4)).onlyFor).toBeUndefined();
    expect(world.service.pressed.map(({ act }) => act.do)).toEqual(['abstract', 'cite', 'share-paper']);
    expect(world.service.pressed[0]).toMatchObject({ place: { id: 'slack:T1:C1' }, person: { name: 'ada' } });
  });

  it('too long for Slack are kept, and do the same', async () => {
    const act = { do: 'subscribe' as const, query: '"<'.repeat(500) };
    world.service.script = () => sampleReply({ actions: [{ label: 'Follow', act }] });
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'x'));
    const button = buttonsOf(await shown(1)).find(({ text }) => text === 'Follow');
    expect(button?.value.length).toBeLessThan(100);
    await world.slack.send('interactive', pressOf(world.slack, 'C1', button ?? { action_id: '' }));
    await until(() => world.service.pressed.length === 1, 'the press');
    expect(world.service.pressed[0]?.act).toEqual(act);
  });

  it('that mean nothing say so', async () => {
    for (const value of ['{}', 'nonsense', '{"kept":"gone"}', '{"do":"explode"}', '[]'])
      await world.slack.send('interactive', pressOf(world.slack, 'C1', { action_id: 'act:1', value }));
    expect(see(await shown(5)).text).toContain('expired');
    expect(world.service.pressed).toEqual([]);
  });
});

describe('words written to Paperboy', () => {
  it('in a direct message are answered there, without the command', async () => {
    await event({
      type: 'message',
      channel_type: 'im',
      channel: 'D1',
      user: 'U1',
      text: 'lora &amp; friends',
      ts: '1.1',
    });
    expect(await shown(1)).toMatchObject({ channel: 'D1' });
    expect(world.service.asked[0]).toMatchObject({
      text: 'lora & friends',
      place: { name: 'direct message' },
    });
  });

  it('by mention are answered as the command would be', async () => {
    await event({
      type: 'app_mention',
      channel: 'C1',
      user: 'U1',
      text: `<@${BOT.user}> <https://arxiv.org/abs/2408.01001|arxiv>`,
      ts: '1.1',
    });
    expect(await shown(1)).toMatchObject({ channel: 'C1', onlyFor: 'U1' });
    expect(world.service.asked[0]?.text).toBe('https://arxiv.org/abs/2408.01001');
    expect(world.service.asked[0]?.person).toEqual({ id: 'slack:T1:U1', name: 'name-of-U1' });
  });

  it('by itself, by other bots, or to others, are not answered', async () => {
    const message = { type: 'message', channel_type: 'im', channel: 'D1', text: 'lora', ts: '1.1' };
    await event({ ...message, user: BOT.user });
    await event({ ...message, user: 'U2', bot_id: 'B2' });
    await event({ ...message, user: 'U1', subtype: 'message_changed' });
    await event({
      ...message,
      user: 'U1',
      channel_type: 'channel',
      channel: 'C1',
      text: 'https://arxiv.org/abs/2408.01001',
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(world.service.asked).toEqual([]);
  });

  it('by the shortcut find papers related to those a message links to, or else to its words', async () => {
    const shortcut = (text: string, more: object = {}) => ({
      type: 'message_action',
      callback_id: 'find-papers',
      team: { id: TEAM },
      user: { id: 'U1', name: 'ada' },
      channel: { id: 'C1', name: 'general' },
      message: { type: 'message', text, ts: '1.1', ...more },
      trigger_id: '1.2.3',
      response_url: world.slack.responseUrl('C1', 'U1'),
    });
    const text =
      'see <https://arxiv.org/abs/2408.01001v2> and <https://huggingface.co/papers/2408.01002|this>';
    await world.slack.send('interactive', shortcut(text));
    await shown(1);
    expect(world.service.pressed[0]?.act).toEqual({ do: 'related', ids: ['2408.01001', '2408.01002'] });
    await world.slack.send(
      'interactive',
      shortcut('<@U2> have you seen anything new on &gt;sparse attention?'),
    );
    await shown(2);
    expect(world.service.asked[0]?.text).toBe('search anything OR sparse OR attention');
    const attachment = { title: 'LoRA', title_link: 'https://arxiv.org/abs/2106.09685' };
    await world.slack.send('interactive', shortcut('', { attachments: [attachment] }));
    await shown(3);
    expect(world.service.pressed[1]?.act).toEqual({ do: 'related', ids: ['2106.09685'] });
    await world.slack.send('interactive', shortcut('and that?'));
    expect(see(await shown(4)).text).toContain('no words to search for');
  });
});

describe('the settings', () => {
  const open = async (value = JSON.stringify({ id: 'slack:T1:C1', name: '#general' })) => {
    await world.slack.send('interactive', pressOf(world.slack, 'C1', { action_id: 'settings:0', value }));
  };
  const submit = async (change: Record<string, unknown> = {}, blocks?: unknown[]) => {
    const { private_metadata, callback_id, blocks: shown } = await view();
    const boxes = (...values: string[]) => ({ selected_options: values.map((value) => ({ value })) });
    const values = {
      'topics:0': { topics: { value: 'lora\n\n"continual learning"' } },
      days: { days: boxes('mon', 'thu') },
      time: { time: { selected_time: '08:00' } },
      zone: { zone: { selected_option: { value: 'Asia/Tokyo' } } },
      limit: { limit: { value: '7' } },
      order: { order: { selected_option: { value: 'date' } } },
      layout: { layout: { selected_option: { value: 'compact' } } },
      switches: { switches: boxes('quiet') },
      ...change,
    };
    return world.slack.send('interactive', {
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: 'U1', name: 'ada', team_id: TEAM },
      view: { type: 'modal', callback_id, private_metadata, blocks: blocks ?? shown, state: { values } },
    });
  };
  /** What is filled in, once it is sent. */
  const filledBy = async (...sent: Parameters<typeof submit>) => {
    let form: unknown;
    const { fill } = world.service;
    world.service.fill = (filled) => {
      form = filled.form;
      return fill(filled);
    };
    await submit(...sent);
    return form;
  };

  it('sent after their channel was deleted are refused, and do not open again', async () => {
    await open();
    await event({ type: 'channel_deleted', channel: 'C1' });
    world.service.fill = async () => expect.unreachable('it must not be saved');
    const { payload } = await submit();
    expect(JSON.stringify(payload)).toContain('it was deleted. Nothing was changed.');
    world.slack.views.opened.length = 0;
    const value = JSON.stringify({ id: 'slack:T1:C1', name: '#general' });
    const { channel: _, ...onHome } = pressOf(world.slack, 'C1', { action_id: 'settings:0', value });
    await world.slack.send('interactive', onHome);
    expect(JSON.stringify(await view())).toContain('it was deleted. Nothing was changed.');
  });

  it('sent after their channel was deleted while Paperboy was down are refused; a private one may be there', async () => {
    await open();
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    world.slack.channels.delete('C1');
    const { fill } = world.service;
    world.service.fill = async () => expect.unreachable('it must not be saved');
    expect(JSON.stringify((await submit()).payload)).toContain('it was deleted. Nothing was changed.');
    const shelf = world.shelves.shelf<Known>('slack_channels');
    await shelf.set('slack:T1:C1', { hidden: true, seen: ['U1'] });
    world.service.fill = fill;
    expect(JSON.stringify((await submit()).payload)).toContain('Saved');
  });

  it('are saved while Slack is slow to say whether the channel is there: it waits three seconds, its client nine', async () => {
    await open();
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    world.slack.faults.set('conversations.info', ['hang']);
    expect(JSON.stringify((await submit()).payload)).toContain('Saved');
    // What the client closed, the server hears of a moment later.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(world.slack.givenUp).toBe(0);
  });

  it('of direct messages have no switch for announcements, which never come there', async () => {
    const { announce: _, ...form } = sampleForm;
    world.service.form = async () => ({ form });
    await open();
    const switches = (await view()).blocks.find(({ block_id }) => block_id === 'switches')?.element;
    expect(JSON.stringify(switches)).not.toContain('announce');
    expect(JSON.stringify(switches)).toContain('thumbnails');
  });

  it('sent without a field are refused on that field', async () => {
    world.service.fill = async () => expect.unreachable('the form is not whole');
    await open();
    for (const field of ['topics:0', 'days', 'time', 'switches']) {
      const { payload } = await submit({ [field]: undefined });
      expect(payload).toEqual({ response_action: 'errors', errors: { [field]: expect.any(String) } });
    }
  });

  it('sent with values of a wrong type are refused on their fields, and change nothing', async () => {
    let fills = 0;
    world.service.fill = async () => {
      fills += 1;
      return { problems: [] };
    };
    await open();
    for (const [field, value] of Object.entries({
      'topics:0': { topics: { value: ['lora'] } },
      days: { days: { selected_options: [7] } },
      time: { time: { selected_time: 7 } },
      zone: { zone: { selected_option: { value: {} } } },
      limit: { limit: { value: {} } },
      order: { order: { selected_option: 'date' } },
      switches: { switches: { selected_options: { length: 1 } } },
    })) {
      const { payload } = await submit({ [field]: value });
      expect(payload).toEqual({
        response_action: 'errors',
        errors: { [field]: expect.stringContaining("couldn't be read") },
      });
    }
    expect(fills).toBe(0);
  });

  it('open with everything filled in', async () => {
    await open();
    const { blocks } = await view();
    const element = (id: string) => blocks.find(({ block_id }) => block_id === id)?.element;
    expect(element('topics:0')).toMatchObject({
      initial_value: sampleForm.topics.join('\n'),
      multiline: true,
    });
    expect(element('days')).toMatchObject({
      type: 'checkboxes',
      initial_options: ['mon', 'tue', 'wed', 'thu', 'fri'].map((value) => ({ value })),
    });
    expect(element('time')).toMatchObject({ type: 'timepicker', initial_time: '09:00' });
    expect(element('zone')).toMatchObject({ initial_option: { value: 'Europe/Berlin' } });
    expect(element('limit')).toMatchObject({ initial_value: '10' });
    expect(element('switches')).toMatchObject({
      initial_options: [{ value: 'thumbnails' }, { value: 'announce' }],
    });
    expect(element('layout')).toMatchObject({ initial_option: { value: 'cards' } });
    expect(faultsOf(blocks, 100)).toEqual([]);
  });

  it('open from the button of an answer, too, and are asked of nobody else', async () => {
    const act = { do: 'settings' as const, about: 'topics' as const };
    world.service.script = () => sampleReply({ actions: [{ label: 'Edit', act }] });
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'topics'));
    const buttons = buttonsOf(await shown(1));
    expect(buttons.map(({ text }) => text)).not.toContain('Settings');
    const edit = buttons.find(({ text }) => text === 'Edit') ?? { action_id: '' };
    await world.slack.send('interactive', pressOf(world.slack, 'C1', edit));
    expect((await view()).private_metadata).toContain('slack:T1:C1');
    expect(world.service.pressed).toEqual([]);
    expect(world.slack.shown).toHaveLength(1);
  });

  it('of the person alone open from the button of an answer in a channel', async () => {
    const act = { do: 'for-me' as const, act: { do: 'settings' as const, about: 'topics' as const } };
    world.service.script = () => sampleReply({ actions: [{ label: 'Edit', act }] });
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'topics for me'));
    const edit = buttonsOf(await shown(1)).find(({ text }) => text === 'Edit') ?? { action_id: '' };
    await world.slack.send('interactive', pressOf(world.slack, 'C1', edit));
    expect((await view()).private_metadata).toMatch(/slack:T1:D/);
    expect(world.service.pressed).toEqual([]);
    const { fill } = world.service;
    world.service.fill = (filled) => {
      expect(filled.place).toMatchObject({ id: expect.stringMatching(/slack:T1:D/), direct: true });
      return fill(filled);
    };
    const { payload } = await submit();
    expect(JSON.stringify(payload)).toContain('Saved');
  });

  it('that cannot be opened from such a button are answered with what to type', async () => {
    world.slack.faults.set('views.open', [{ ok: false, error: 'expired_trigger_id' }]);
    const act = { do: 'settings' as const, about: 'topics' as const };
    world.service.script = () => sampleReply({ actions: [{ label: 'Edit', act }] });
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'topics'));
    const edit = buttonsOf(await shown(1)).find(({ text }) => text === 'Edit') ?? { action_id: '' };
    await world.slack.send('interactive', pressOf(world.slack, 'C1', edit));
    await shown(2);
    expect(world.service.pressed.map((pressed) => pressed.act)).toEqual([act]);
    expect(world.slack.views.opened).toEqual([]);
  });

  it('are taken over whole, and say what is so now', async () => {
    let filled: unknown;
    const { fill } = world.service;
    world.service.fill = (form) => {
      filled = form;
      return fill(form);
    };
    await open();
    const { payload } = await submit();
    expect(filled).toMatchObject({
      place: { id: 'slack:T1:C1', name: '#general' },
      person: { id: 'slack:T1:U1', name: 'ada' },
      form: {
        topics: ['lora', '"continual learning"'],
        readAt: sampleForm.readAt,
        days: ['mon', 'thu'],
        time: '08:00',
        zone: 'Asia/Tokyo',
        limit: '7',
        order: 'date',
        quiet: true,
        layout: 'compact',
        thumbnails: false,
        announce: false,
        paused: false,
      },
    });
    expect(payload).toMatchObject({ response_action: 'update', view: { title: { text: 'Saved' } } });
  });

  it('show what is wrong on its field, with the line', async () => {
    await open();
    const { payload } = await submit({ 'topics:0': { topics: { value: 'lora\n\n(' } } });
    expect(payload).toEqual({
      response_action: 'errors',
      errors: { 'topics:0': 'Line 3: This "(" is not closed.' },
    });
  });

  it('of a form that was open during an upgrade leave what it has no field for as it is', async () => {
    await open();
    const { blocks } = await view();
    const switches = {
      type: 'input',
      block_id: 'switches',
      element: { type: 'checkboxes', options: [{ value: 'quiet' }, { value: 'paused' }] },
    };
    const older = [
      ...blocks.filter(({ block_id = '' }) => ['topics:0', 'zone', 'limit', 'order'].includes(block_id)),
      { type: 'input', block_id: 'schedule', element: { type: 'plain_text_input' } },
      switches,
    ];
    const gone = { days: undefined, time: undefined, layout: undefined };
    const typed = { schedule: { schedule: { value: 'daily 7:00' } } };
    expect(await filledBy({ ...gone, ...typed }, older)).toEqual({
      topics: ['lora', '"continual learning"'],
      readAt: sampleForm.readAt,
      schedule: 'daily 7:00',
      zone: 'Asia/Tokyo',
      limit: '7',
      order: 'date',
      quiet: true,
      paused: false,
    });
  });

  it('of a form that Slack sends without its fields change nothing', async () => {
    world.service.fill = async () => expect.unreachable('the form is not whole');
    await open();
    expect((await submit({}, [])).payload).toMatchObject({ response_action: 'errors' });
  });

  it('say what is wrong with a field that the form lacks on its first one', async () => {
    await open();
    world.service.fill = async () => ({ problems: [{ field: 'schedule', message: 'No `time`.' }] });
    expect((await submit()).payload).toEqual({
      response_action: 'errors',
      errors: { 'topics:0': 'No "time".' },
    });
  });

  it('of another workspace do not open', async () => {
    await open(JSON.stringify({ id: 'slack:T2:C1', name: '#theirs' }));
    await open('nonsense');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(world.slack.views.opened).toEqual([]);
  });

  it('find a zone by what is typed', async () => {
    const { payload } = await world.slack.send('interactive', {
      type: 'block_suggestion',
      team: { id: TEAM },
      user: { id: 'U1', team_id: TEAM },
      action_id: 'zone',
      block_id: 'zone',
      value: 'new y',
    });
    expect(payload).toMatchObject({ options: [{ value: 'America/New_York' }] });
  });

  it('lose no topic, however many there are', async () => {
    const topics = Array.from({ length: 200 }, (_, at) => `"topic ${at}" ${'long '.repeat(20)}`.trim());
    world.service.form = async () => ({ form: { ...sampleForm, topics } });
    await open();
    const { blocks } = await view();
    const fields = blocks.filter(({ block_id }) => block_id?.startsWith('topics:'));
    expect(fields.length).toBeGreaterThan(1);
    expect(
      fields
        .map(({ element }) => element?.initial_value)
        .join('\n')
        .split('\n'),
    ).toEqual(topics);
    for (const { element } of fields) expect(String(element?.initial_value).length).toBeLessThanOrEqual(3000);
  });

  it('and other changes are for admins alone where that is set', async () => {
    await world.stop();
    world = await openWorld({
      SLACK_BOT_TOKEN: BOT.token,
      SLACK_APP_TOKEN: BOT.app,
      SLACK_ADMINS_ONLY: 'true',
    });
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'subscribe lora'));
    const answer = await shown(1);
    expect(see(answer).text).toContain('Only workspace admins');
    expect(buttonsOf(answer)).toEqual([]);
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    await shown(2);
    expect(world.service.asked.map(({ text }) => text)).toEqual(['lora']);
    await open();
    const refused = await view();
    expect(JSON.stringify(refused)).toContain('Only workspace admins');
    expect([refused.callback_id, refused.blocks.filter(({ element }) => element)]).toEqual([undefined, []]);
    world.slack.admins.add('U1');
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'subscribe lora'));
    await until(() => world.service.asked.length === 2, 'the change');
  });
});

describe('the home tab', () => {
  it('shows channels, saved papers and sources, and hides what others may not know', async () => {
    const card = (id: string, name: string) => ({
      place: { id, name },
      topics: [{ query: '<!channel> & lora', by: { id: 'x', name: 'ada' } }],
      schedule: 'every day at 09:00, UTC',
      next: [{ text: 'Next post: tomorrow.' }],
    });
    const directory = createDirectory(world.shelves.shelf<Known>('slack_channels'));
    await directory.note({ space: 'T1', channel: 'C7' }, { name: 'secret', hidden: true, user: 'U2' });
    await directory.note({ space: 'T1', channel: 'D8' }, { user: 'U1' });
    const cards = [
      card('slack:T1:C1', '#general'),
      card('slack:T1:C7', '#secret'),
      card('slack:T1:D8', 'direct message'),
      card('slack:T1:D9', 'direct message'),
    ];
    world.service.home = async ({ shownTo }) => ({
      channels: await (async () => {
        const shown = await shownTo?.(cards.map(({ place }) => place.id));
        return cards.filter(({ place }) => shown?.has(place.id));
      })(),
      moreChannels: 70,
      unshown: [[{ text: '2 papers could not be shown.' }]],
      saved: [],
      sources: [[{ text: 'bundled digest: read today' }]],
    });
    await event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' });
    await until(() => world.slack.views.published.has('U1'), 'the home tab');
    const { blocks } = world.slack.views.published.get('U1') as { blocks: never[] };
    const { text, pings } = see({ blocks, text: '' });
    expect(text).toContain('#general');
    expect(text).toContain('<!channel> & lora');
    expect(text).toContain('bundled digest');
    expect(text).not.toContain('#secret');
    expect(text).toContain('And 70 more channels.');
    expect(text).toContain('2 papers could not be shown.');
    expect(text).not.toContain('Nothing here yet. Press Save');
    expect(text.match(/Direct messages/g)).toHaveLength(1);
    expect(text).toMatch(/For you alone[\s\S]*Direct messages[\s\S]*Channels[\s\S]*#general/);
    expect(text).toContain('/papers subscribe <query> for me');
    expect(pings).toEqual([]);
    expect(faultsOf(blocks, 100)).toEqual([]);
  });
});

describe('channels', () => {
  it('that Paperboy is added to are greeted, naming who added it', async () => {
    const joined = {
      type: 'member_joined_channel',
      channel: 'C1',
      channel_type: 'C',
      team: TEAM,
      inviter: 'U1',
    };
    await event({ ...joined, user: 'U5' });
    await event({ ...joined, user: BOT.user });
    const hello = await shown(1);
    expect(JSON.stringify(hello.blocks)).toContain('"user_id":"U1"');
    expect(buttonsOf(hello).map(({ text }) => text)).toEqual(['Settings']);
    expect(faultsOf(hello.blocks)).toEqual([]);
    expect(world.service.joined.at(-1)).toEqual({ id: 'slack:T1:C1', name: '#general' });
  });

  it('that are renamed keep everything but the name; deleted ones are forgotten; archived ones wait', async () => {
    await event({ type: 'channel_rename', channel: { id: 'C1', name: 'papers', created: 1 } });
    await until(() => world.service.renamed.some(({ name }) => name === '#papers'), 'the name');
    await event({ type: 'channel_archive', channel: 'C1', user: 'U1' });
    await event({ type: 'channel_left', channel: 'C1' });
    await event({ type: 'channel_deleted', channel: 'C2' });
    await until(() => world.service.left.length === 1, 'the leaving');
    expect(world.service.left).toEqual(['slack:T1:C2']);
  });

  it('of a workspace that removes the app are all forgotten', async () => {
    await event({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } });
    await event({ type: 'app_uninstalled' });
    await until(() => world.service.leftSpaces.length === 1, 'the leaving');
    expect(world.service.leftSpaces).toEqual(['slack:T1']);
  });
});

describe('a private channel', () => {
  const hiddenOf = async (id: string) => (await world.shelves.shelf<Known>('slack_channels').get(id))?.hidden;

  it('stays unknown to others when it is joined, renamed, or nothing is told of it', async () => {
    world.slack.channels.set('C7', { name: 'secret', is_private: true, members: [BOT.user] });
    const joined = { type: 'member_joined_channel', user: BOT.user, team: TEAM, inviter: 'U1' };
    await event({ ...joined, channel: 'C7', channel_type: 'C' });
    world.slack.faults.set('conversations.info', [{ ok: false, error: 'missing_scope' }]);
    await shown(1);
    world.slack.channels.set('C6', { name: 'quiet', members: [BOT.user] });
    await event({ ...joined, channel: 'C6', channel_type: 'G' });
    await event({ type: 'group_rename', channel: { id: 'C8', name: 'hush', created: 1 } });
    await event({ type: 'channel_rename', channel: { id: 'C5', name: 'who-knows', created: 1 } });
    await until(() => world.service.renamed.some(({ name }) => name === '#who-knows'), 'the name');
    await shown(2);
    for (const channel of ['C5', 'C6', 'C7', 'C8']) expect(await hiddenOf(`slack:T1:${channel}`)).toBe(true);
  });

  it('is told from a public one by the name in a command', async () => {
    await world.slack.send('slash_commands', commandOf(world.slack, 'C9', 'lora'));
    await shown(1);
    expect(await hiddenOf('slack:T1:C9')).toBe(false);
    await world.slack.send('slash_commands', {
      ...commandOf(world.slack, 'C4', 'lora'),
      channel_name: 'privategroup',
    });
    await shown(2);
    expect(await hiddenOf('slack:T1:C4')).toBe(true);
  });
});

describe('a channel', () => {
  const ada = { id: 'slack:T1:U1', name: 'ada' };
  it('is told of a change, once; nothing where only the person reads it', async () => {
    const { announce } = world.adapter.messenger;
    await announce?.('slack:T1:D1', textReply('ada paused posts.'), ada);
    await announce?.('slack:T1:C1', textReply('<@U2> paused posts.'), ada);
    expect(world.slack.shown).toMatchObject([{ channel: 'C1', text: '&lt;@U2&gt; paused posts.' }]);
    world.slack.faults.set('chat.postMessage', [
      { status: 200, body: { ok: false, error: 'not_in_channel' } },
    ]);
    const refused = announce?.('slack:T1:C1', textReply('ada paused posts.'), ada);
    await expect(refused).rejects.toMatchObject({ code: 'no-access' });
    expect(world.slack.shown).toHaveLength(1);
  });
});

describe('a person', () => {
  it('is told alone what concerns them', async () => {
    await world.adapter.messenger.tell?.({ id: 'slack:T1:U1', name: 'ada' }, textReply('It was archived.'));
    expect(await shown(1)).toMatchObject({ channel: 'U1', text: 'It was archived.' });
  });
});

describe('answers that Slack puts off', () => {
  it('come when it says, once', async () => {
    await world.stop();
    const time = createTime();
    world = await openWorld(undefined, undefined, undefined, { time });
    world.slack.faults.set('chat.postMessage', [{ status: 429, headers: { 'retry-after': '7' } }]);
    await event({ type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'lora', ts: '1.1' });
    await shown(1);
    expect(time.slept).toContain(7000);
    world.slack.faults.set('views.publish', [{ status: 429, headers: { 'retry-after': '9' } }]);
    await event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' });
    await until(() => world.slack.views.published.has('U1'), 'the home tab');
    expect(time.slept).toContain(9000);
    expect(world.slack.shown).toHaveLength(1);
  });
});

describe('a note on a paper of the reading list', () => {
  it('that is refused stays in the form, with the reason at its field', async () => {
    await press('2511.08544');
    const { private_metadata, callback_id } = await view();
    world.service.script = () => ({ ...textReply('Nothing was changed. It is too long.'), refused: true });
    const { payload } = await world.slack.send('interactive', {
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: 'U1', name: 'ada', team_id: TEAM },
      view: { callback_id, private_metadata, state: { values: { note: { note: { value: 'long' } } } } },
    });
    expect(payload).toEqual({
      response_action: 'errors',
      errors: { note: 'Nothing was changed. It is too long.' },
    });
  });

  const press = (id: string) =>
    world.slack.send(
      'interactive',
      pressOf(world.slack, 'C1', { action_id: 'act:1', value: JSON.stringify({ do: 'note', id }) }),
    );

  it('is written in a form that holds the one that is there', async () => {
    await press('2511.08544');
    const { private_metadata, callback_id, blocks } = await view();
    expect(blocks[0]?.element).toMatchObject({ initial_value: 'an old note', max_length: 3_000 });
    const { payload } = await world.slack.send('interactive', {
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: 'U1', name: 'ada', team_id: TEAM },
      view: { callback_id, private_metadata, state: { values: { note: { note: { value: 'a new one' } } } } },
    });
    expect(payload).toMatchObject({ response_action: 'update' });
    expect(world.service.pressed).toEqual([
      {
        place: expect.objectContaining({ id: 'slack:T1:C1' }),
        person: { id: 'slack:T1:U1', name: 'ada' },
        act: { do: 'note', id: '2511.08544', note: 'a new one' },
      },
    ]);
  });

  it('is not written where the form is of another workspace', async () => {
    const place = JSON.stringify({ id: 'slack:T2:C1', name: '#theirs' });
    const { payload } = await world.slack.send('interactive', {
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: 'U1', name: 'ada', team_id: TEAM },
      view: {
        callback_id: 'note',
        private_metadata: JSON.stringify({ place, id: '2511.08544' }),
        state: { values: { note: { note: { value: 'mine' } } } },
      },
    });
    expect(payload ?? {}).toEqual({});
    expect(world.service.pressed).toEqual([]);
  });

  it('is spoken of in an answer where the paper is not on the list', async () => {
    await press('nowhere');
    expect(see(await shown(1)).text).toContain('Done.');
    expect(world.slack.views.opened).toEqual([]);
  });
});

describe('saving a paper', () => {
  const act = { do: 'save' as const, id: '2408.01000' };
  const pressSave = async (channel: string) => {
    const message = world.slack.seen(channel)[0] ?? { blocks: [], text: '' };
    const button = buttonsOf(message).find(({ text }) => text === 'Save') ?? { action_id: '', value: '' };
    const { blocks, text } = message;
    await world.slack.send('interactive', {
      ...pressOf(world.slack, channel, button),
      message: { ts: '1.1', text, blocks: escaped(blocks) },
    });
  };
  /** Texts as Slack may give them back; those of controls, which the buttons are found by, have no such signs. */
  const escaped = (blocks: readonly unknown[]): unknown[] =>
    JSON.parse(JSON.stringify(blocks), (key, value) =>
      key === 'text' && typeof value === 'string'
        ? value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
        : value,
    );
  const post = (channel: string) =>
    world.adapter.messenger.post(
      samplePost({
        channel: `slack:T1:${channel}`,
        blocks: [{ kind: 'cards', cards: [{ ...sampleCard(0), title, actions: [{ label: 'Save', act }] }] }],
      }),
    );
  const title = [{ text: 'Search & rescue for n < 5' }];

  it('is seen on the button at once in a direct message, which keeps all that it shows', async () => {
    await post('D1');
    await pressSave('D1');
    const [before, after] = [await shown(1), await shown(2)];
    expect(buttonsOf(after).map(({ text }) => text)).toEqual(['Saved ✓']);
    expect(JSON.parse(buttonsOf(after)[0]?.value ?? '')).toEqual({ do: 'unsave', id: act.id });
    expect(see(after).text.replace('Saved ✓', 'Save')).toBe(see(before).text);
    expect(after.blocks[0]?.block_id).toBe(before.blocks[0]?.block_id);
    expect(world.slack.calls.find(({ method }) => method === 'respond')?.body).toMatchObject({
      replace_original: true,
    });
  });

  it('is told to the person alone in a channel, whose message stays as it is', async () => {
    await post('C1');
    await pressSave('C1');
    expect(await shown(2)).toMatchObject({ onlyFor: 'U1' });
    expect(see(await shown(2)).text).toContain('Saved.');
    expect(buttonsOf(await shown(2)).map(({ text }) => text)).toEqual(['Remove']);
  });
});

describe("a person's own conversation", () => {
  const person = { id: `slack:${TEAM}:U1`, name: 'ada' };
  const open = () => world.adapter.messenger.openDirect?.(person);

  it('is the same one each time, and known to that person alone', async () => {
    const place = { id: 'slack:T1:D1', name: 'direct message', direct: true };
    expect([await open(), await open()]).toEqual([place, place]);
    const directory = createDirectory(world.shelves.shelf<Known>('slack_channels'));
    expect([...(await directory.thoseKnownTo('U1', [place.id]))]).toEqual([place.id]);
    expect([...(await directory.thoseKnownTo('U2', [place.id]))]).toEqual([]);
  });

  it('needs a scope, which is named where it is missing', async () => {
    world.slack.tokens.set(BOT.token, { team: TEAM, scopes: ['chat:write'] });
    await expect(open()).rejects.toMatchObject({
      code: 'no-access',
      message: expect.stringContaining('im:write'),
    });
  });
});

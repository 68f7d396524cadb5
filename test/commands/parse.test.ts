import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../src/commands/command.ts';
import { readId } from '../../src/commands/ids.ts';
import { parseCommand } from '../../src/commands/parse.ts';

const search = (query: string): Parsed => ({ name: 'search', query });

describe('what follows /papers', () => {
  test.each<[string, Parsed]>([
    ['', { name: 'help' }],
    ['  help ', { name: 'help' }],
    ['help subscribe', { name: 'help', about: 'subscribe' }],
    ['hyperparameter', search('hyperparameter')],
    ['/papers hyperparameter', search('hyperparameter')],
    ['/papers', { name: 'help' }],
    ['search today', search('today')],
    ['today', { name: 'today' }],
    ['TODAY', { name: 'today' }],
    ['date 2025-12-12', { name: 'date', day: '2025-12-12' }],
    ['subscribe "continual learning"', { name: 'subscribe', query: '"continual learning"' }],
    ['follow lora', { name: 'subscribe', query: 'lora' }],
    ['unsubscribe #2', { name: 'unsubscribe', what: { number: 2 } }],
    ['unsubscribe 2', { name: 'unsubscribe', what: { number: 2 } }],
    ['unsubscribe all', { name: 'unsubscribe', what: { all: true } }],
    ['unsubscribe lora', { name: 'unsubscribe', what: { query: 'lora' } }],
    ['limit 5', { name: 'limit', limit: 5 }],
    ['order date', { name: 'order', order: 'date' }],
    ['quiet on', { name: 'quiet', on: true }],
    ['abstracts OFF', { name: 'layout', layout: 'compact' }],
    ['layout titles', { name: 'layout', layout: 'titles' }],
    ['thumbnails off', { name: 'thumbnails', on: false }],
    ['cite 2508.01234v2', { name: 'cite', ids: ['2508.01234'] }],
    ['why https://arxiv.org/pdf/2508.01234v1.pdf', { name: 'why', ids: ['2508.01234'] }],
    ['schedule weekdays 9:00', { name: 'schedule', schedule: { every: 'weekday', time: '09:00' } }],
    [
      'schedule weekly thu, mon 17:30 Europe/Berlin',
      { name: 'schedule', schedule: { every: 'week', on: [1, 4], time: '17:30' }, zone: 'Europe/Berlin' },
    ],
    ['schedule monthly 1 09:00', { name: 'schedule', schedule: { every: 'month', on: 1, time: '09:00' } }],
    ['schedule', { name: 'schedule' }],
    ['schedule daily 9am', { name: 'schedule', schedule: { every: 'day', time: '09:00' } }],
    ['schedule daily 12:30am', { name: 'schedule', schedule: { every: 'day', time: '00:30' } }],
    [
      'schedule weekly mondays 5pm Asia/Tokyo',
      { name: 'schedule', schedule: { every: 'week', on: [1], time: '17:00' }, zone: 'Asia/Tokyo' },
    ],
  ])('%j', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  test.each([
    'topics in natural language processing',
    'today we learn',
    'status quo bias',
    'why do transformers work',
    'why gpt4',
    'top 5 methods',
    'unsave #1 paper',
    'save 3d',
    'cite resnet50',
    'date palm',
    'date picking in the dark',
    'limit theorems for martingales',
    'order "statistics"',
    'order of magnitude',
    'order-statistics',
    'quiet attention heads',
    'abstract reasoning',
    'abstracts title:scaling',
    'layout generation',
    'pause tokens in language models',
    'pause "tokens"',
    'today: a survey',
    'why: a causal view',
    'diffusion -h',
  ])('a search that begins with the name of a command is still a search: %s', (text) => {
    expect(parseCommand(text)).toMatchObject(search(text));
  });

  test.each<[string, string]>([
    ['date 2025-02-30', '2025-02-30'],
    ['limit 0', '1 to 50'],
    ['limit', '1 to 50'],
    ['order', '`votes`, `relevance`, `date`, `trending`, or `taste`'],
    ['subscribe', 'Add a topic to subscribe to'],
    ['schedule hourly 09:00', 'hourly'],
    ['schedule daily 25:00', "couldn't read `25:00` as a time"],
    ['schedule every morning', 'time of day'],
    ['date tomorrow', 'Tomorrow'],
    ['schedule daily 09:00 Mars/Olympus', 'Mars/Olympus'],
    ['schedule weekly fooday 09:00', 'fooday'],
    ['schedule monthly 32 09:00', '32'],
  ])('%j is answered with what is wrong', (text, said) => {
    expect(parseCommand(text)).toMatchObject({ name: 'misused', problem: expect.stringContaining(said) });
  });

  test.each<[string, string]>([
    ['order citations', '`votes`, `relevance`, `date`, `trending`, or `taste`'],
    ['order statistics', '/papers search order statistics'],
    ['layout compakt', '`cards`, `compact`, or `titles`'],
    ['thumbnails maybe', '`on` or `off`'],
    ['quiet yes', '`on` or `off`'],
    ['limit theorems', '/papers search limit theorems'],
    ['limit many', '1 to 50'],
    ['limit fifty-one', '1 to 50'],
    ['limit 1e1', '1 to 50'],
    ['limit 0x10', '1 to 50'],
    ['limit 5.0', '1 to 50'],
    ['limit -5', '1 to 50'],
    ['pause forever', 'takes no value'],
    ['pause until whenever', '/papers resume'],
    ['resume parsing', 'takes no value'],
    ['save #1, #2', '`save` needs a paper ID'],
  ])('the wrong value in %j is named with the right ones', (text, said) => {
    expect(parseCommand(text)).toMatchObject({ name: 'misused', problem: expect.stringContaining(said) });
  });

  test.each<[string, Parsed]>([
    ['limit five', { name: 'limit', limit: 5 }],
    ['limit ten', { name: 'limit', limit: 10 }],
    ['limit twenty-five', { name: 'limit', limit: 25 }],
    ['limit to 5 papers, please', { name: 'limit', limit: 5 }],
    ['limit: ５', { name: 'limit', limit: 5 }],
    ['order by votes', { name: 'order', order: 'votes' }],
    ['quiet "on"', { name: 'quiet', on: true }],
    ['pause please', { name: 'pause' }],
    ['abstract off', { name: 'layout', layout: 'compact' }],
    ['limits 5', { name: 'limit', limit: 5 }],
    ['schedules daily 9', { name: 'schedule', schedule: { every: 'day', time: '09:00' } }],
    ['Schedule: daily 9', { name: 'schedule', schedule: { every: 'day', time: '09:00' } }],
    ['schedule: 9am', { name: 'schedule', schedule: { every: 'day', time: '09:00' }, isTime: true }],
    ['/papers: schedule:9am', { name: 'schedule', schedule: { every: 'day', time: '09:00' }, isTime: true }],
    ['subscribe: x', { name: 'subscribe', query: 'x' }],
    ['topics:', { name: 'topics' }],
    ['date:2025-12-12', { name: 'date', day: '2025-12-12' }],
    ['--help', { name: 'help' }],
    ['-h', { name: 'help' }],
    ['/papers —help', { name: 'help' }],
    ['subscribe --help', { name: 'help', about: 'subscribe' }],
    ['topics -h', { name: 'help', about: 'topics' }],
  ])('%j is understood', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  test('any text is some command, and text that begins with no command is a search for all of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(parseCommand(text)).toHaveProperty('name');
        const typed = `x${text}`.trim();
        expect(parseCommand(typed)).toEqual(search(typed));
      }),
    );
  });
});

test.each([
  ['2508.01234', '2508.01234'],
  ['arXiv:2508.01234v3', '2508.01234'],
  ['<https://huggingface.co/papers/2508.01234|2508.01234>', '2508.01234'],
  ['https://arxiv.org/abs/cs/0112017v1', 'cs/0112017'],
  ['t-d73bf28974cd', 't-d73bf28974cd'],
  ['https://doi.org/10.48550/arXiv.2508.01234', '2508.01234'],
  ['10.1016/S0140-6736(24)00001-2', '10.1016/s0140-6736(24)00001-2'],
  ['id:nonsense', 'nonsense'],
  ['https://blog.example/a-post', 'https://blog.example/a-post'],
  ['2600.00001', '2600.00001'],
  ['transformers', undefined],
  ['gpt4', undefined],
  ['3d', undefined],
  ['resnet50', undefined],
])('an id is read from %s', (typed, id) => {
  expect(readId(typed)).toBe(id);
});

describe('a command that was chosen from a menu', () => {
  test.each([
    ['why model', '`why` takes `id`: the paper, such as 2511.08544, or its link.'],
    ['save test', '`save` takes `id`'],
    ['date day gibberish', '`date` takes `day`: such as 2025-12-12.'],
    ['help test', '`help` takes `command`'],
    ['today we learn', '`today` takes no value.'],
    ['limit of detection', '`limit` takes `papers`'],
    ['nothing at all', 'There is no command `nothing`.'],
  ])('is misused where its words do not fit: %s', (text, said) => {
    expect(parseCommand(text, true)).toMatchObject({
      name: 'misused',
      problem: expect.stringContaining(said),
    });
  });

  test('is not offered a search for its words, as typed ones are', () => {
    expect(parseCommand('order size').problem).toContain('/papers search order size');
    expect(parseCommand('order size', true).problem).toBe(
      '`order` takes `votes`, `relevance`, `date`, `trending`, or `taste`.',
    );
  });

  test.each(['why 2508.01234', 'date 2025-12-12', 'search why model', 'schedule off', 'today', 'help why'])(
    'is read as it is typed where they fit: %s',
    (text) => expect(parseCommand(text, true)).toEqual(parseCommand(text)),
  );
});

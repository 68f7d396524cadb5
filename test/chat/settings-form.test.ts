import { describe, expect, it } from 'vitest';
import { LAST_DAY, type Schedule, typeDays } from '../../src/channels/schedule.ts';
import { checkLines, dayChoices, readTyped, SWITCHES } from '../../src/chat/settings-form.ts';
import type { TopicCheck } from '../../src/model/channel-form.ts';

describe('the boxes for days', () => {
  it.each<Schedule>([
    { every: 'day', time: '09:00' },
    { every: 'weekday', time: '09:00' },
    { every: 'week', on: [2, 7], time: '09:00' },
    { every: 'month', on: 15, time: '09:00' },
    { every: 'month', on: LAST_DAY, time: '09:00' },
  ])('have one for each day of %o', (schedule) => {
    const days = typeDays(schedule);
    const values = dayChoices(...days).map(([value]) => value);
    expect(values).toEqual(expect.arrayContaining(days));
    expect(new Set(values).size).toBe(8);
  });

  it('name the day of the month', () => {
    const last = (...days: string[]) => dayChoices(...days).at(-1);
    expect(last('mon')).toEqual(['monthly 1', 'Once a month, on day 1']);
    expect(last('monthly 31')).toEqual(['monthly 31', 'Once a month, on the last day']);
  });
});

describe('a form that was sent', () => {
  it('switches only what it offered, and is silent on every field that it lacks', () => {
    expect(readTyped({}, [])).toEqual({});
    expect(readTyped({ switches: ['quiet', 'unheard'] }, ['quiet', 'paused', 'unheard'])).toEqual({
      quiet: true,
      paused: false,
    });
    // Without the field for them, nothing was switched.
    expect(
      readTyped(
        { topics: ' a \n\nb' },
        SWITCHES.map(([name]) => name),
      ),
    ).toEqual({ topics: ['a', 'b'] });
  });
});

describe('what a check of topics says', () => {
  const right = (matches: number): TopicCheck => ({ message: `${matches} match.`, isWrong: false, matches });
  const wrong: TopicCheck = { message: 'Not closed.', isWrong: true };

  it('is one sentence for one topic, and a line for each of several below that for all', () => {
    expect(checkLines(['a'], { topics: [right(1)], all: 'Together: 1.' })).toEqual(['1 match.']);
    expect(checkLines(['a'], { topics: [wrong], all: 'Together: 0.' })).toEqual(['Not closed.']);
    expect(checkLines([], { topics: [], all: 'Every paper.' })).toEqual(['Every paper.']);
    expect(checkLines(['a', 'b'], { topics: [right(1), right(20)], all: 'Together: 21.' })).toEqual([
      'Together: 21.',
      'a: 1 paper',
      'b: 20 papers',
    ]);
  });

  it('leaves out no topic that is wrong, however many are right, and says how many it leaves out', () => {
    const topics = [...Array.from({ length: 30 }, () => right(1)), wrong];
    const queries = topics.map((_, at) => (at === 0 ? 'long '.repeat(100) : `topic ${at}`));
    const lines = checkLines(queries, { topics, all: 'Together: 30.' });
    expect(lines).toHaveLength(14);
    expect(lines.slice(-2)).toEqual(['topic 30: Not closed.', 'And 19 more topics.']);
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });
});

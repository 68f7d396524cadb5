import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limitCommands } from '../../src/chat/limited-commands.ts';
import { plain } from '../../src/model/message.ts';
import { createCommandService, type ScriptedService } from '../adapters/scripted-service.ts';

const place = { id: 'test:t:general', name: '#general' };
const ada = { id: 'test:t:ada', name: 'Ada' };
const bob = { id: 'test:t:bob', name: 'Bob' };

let inner: ScriptedService;
beforeEach(() => {
  vi.useFakeTimers();
  inner = createCommandService();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('commands of one person', () => {
  it('beyond so many a minute are refused kindly, and change nothing', async () => {
    const service = limitCommands(inner, { person: 3, network: 100 });
    const ask = (person = ada) => service.ask({ place, person, text: 'subscribe lora' });
    for (let at = 0; at < 3; at++) expect((await ask()).refused).toBeUndefined();
    vi.advanceTimersByTime(20_000);
    const refused = await ask();
    expect(refused).toMatchObject({ audience: 'person', refused: true });
    const [block] = refused.blocks;
    expect(block?.kind === 'text' && plain(block.line)).toBe(
      'That was a lot in one minute, so I stopped for a moment. Nothing was changed. Try again in 40 seconds.',
    );
    expect(inner.asked).toHaveLength(3);
    expect((await ask(bob)).refused).toBeUndefined();
    vi.advanceTimersByTime(40_000);
    expect((await ask()).refused).toBeUndefined();
  });

  it('count alike, whether typed, pressed or filled in', async () => {
    const service = limitCommands(inner, { person: 2, network: 100 });
    await service.ask({ place, person: ada, text: 'lora' });
    await service.press({ place, person: ada, act: { do: 'ask', text: 'lora' } });
    expect(await service.press({ place, person: ada, act: { do: 'ask', text: 'lora' } })).toMatchObject({
      refused: true,
    });
    expect(await service.fill({ place, person: ada, form: {} })).toMatchObject({
      problems: [{ message: expect.stringContaining('Try again in 60 seconds') }],
    });
    expect(await service.savedAs({ person: ada, as: 'ris' })).toMatchObject({
      problem: expect.stringContaining('Try again'),
    });
    expect(inner.pressed).toHaveLength(1);
  });

  it('of people who can be anyone are limited by their network as well', async () => {
    const service = limitCommands(inner, { person: 3, network: 4 });
    const ask = (name: string, client?: string) =>
      service.ask({ place, person: { id: name, name }, client, text: 'lora' });
    for (const name of ['a', 'b', 'c', 'd']) expect((await ask(name, '192.0.2.1')).refused).toBeUndefined();
    expect((await ask('e', '192.0.2.1')).refused).toBe(true);
    expect((await ask('f', '192.0.2.2')).refused).toBeUndefined();
    expect((await ask('g')).refused).toBeUndefined();
  });

  it('are limited by their network in forms and files too', async () => {
    const service = limitCommands(inner, { person: 9, network: 2 });
    const asking = (name: string) => ({ person: { id: name, name }, client: '192.0.2.1' });
    await service.fill({ place, ...asking('a'), form: {} });
    await service.savedAs({ ...asking('b'), as: 'ris' });
    expect(await service.fill({ place, ...asking('c'), form: {} })).toHaveProperty('problems');
    expect(await service.savedAs({ ...asking('d'), as: 'ris' })).toHaveProperty('problem');
  });

  it('leave what a page asks for by itself alone, up to a number of its own', async () => {
    const service = limitCommands(inner, { person: 1, network: 1 });
    const suggest = () => service.suggest({ place, person: ada, typed: 'hyper', limit: 5 });
    const first = await suggest();
    expect(first.length).toBeGreaterThan(0);
    for (let at = 0; at < 599; at++) await suggest();
    expect(await suggest()).toEqual([]);
    expect(await service.home({ space: 'test:t', person: ada })).toMatchObject({
      channels: [],
      sources: [[{ text: expect.stringContaining('Try again') }]],
    });
    expect((await service.ask({ place, person: ada, text: 'lora' })).refused).toBeUndefined();
  });
});

import { expect, test, vi } from 'vitest';
import { connect } from '../../src/cli/connect.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { silent } from '../delivery/world.ts';

test('a platform that is reached only after the program was stopped is closed again', async () => {
  const reached = Promise.withResolvers<object>();
  const stop = vi.fn(async () => {});
  const platform = { messenger: { platform: 'slack' }, start: () => reached.promise, stop };
  const stops: (() => Promise<void>)[] = [];
  const connecting = connect(platform as unknown as Adapter, silent, {
    add: (...some) => stops.push(...some),
  });
  for (const end of stops) await end();
  expect(stop).not.toHaveBeenCalled();
  reached.resolve({});
  await connecting;
  expect(stop).toHaveBeenCalledOnce();
});

import { expect, test } from 'vitest';
import { turned } from '../../src/chat/turned.ts';
import type { Action, ButtonAction } from '../../src/model/message.ts';

const act = (does: 'save' | 'unsave' | 'done' | 'undone', more = {}): ButtonAction =>
  ({ do: does, id: '1', ...more }) as ButtonAction;

test.each([
  ['Save', 'save', 'Saved ✓', 'unsave'],
  ['Saved ✓', 'unsave', 'Save', 'save'],
  ['Remove', 'unsave', 'Removed · Undo', 'save'],
  ['Removed · Undo', 'save', 'Remove', 'unsave'],
  ['Done', 'done', 'Done ✓', 'undone'],
  ['Not done', 'undone', 'To read ✓', 'done'],
] as const)('%s becomes what takes it back', (label, does, then, back) => {
  const offered: Action[] = [{ label: 'Undo', act: act(back, { note: 'kept' }) }];
  expect(turned({ label, act: act(does) }, offered)).toEqual({
    label: then,
    act: act(back, { note: 'kept' }),
  });
});

test('nothing changes where nothing was done, and on other buttons', () => {
  expect(turned({ label: 'Done', act: act('done') }, [])).toBeUndefined();
  expect(turned({ label: 'Undo', act: act('save') }, [{ label: 'x', act: act('unsave') }])).toBeUndefined();
});

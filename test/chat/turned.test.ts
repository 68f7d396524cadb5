import { expect, test } from 'vitest';
import { turned, unpressedBeside } from '../../src/chat/turned.ts';
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

test('a mark becomes what takes it back, and the other mark of the paper stands as pressed no more', () => {
  const mark = (as: 'relevant' | 'not-relevant', id = '1') => ({ do: 'mark', id, as }) as const;
  const undo = { ...mark('relevant'), undo: true } as const;
  expect(turned({ label: '👍 Relevant', act: mark('relevant') }, [{ label: 'Undo', act: undo }])).toEqual({
    label: '👍 Relevant ✓',
    act: undo,
  });
  const pressed: Action = { label: '👍 Relevant ✓', act: undo };
  const back = [{ label: 'Mark again', act: mark('relevant') }];
  expect(turned(pressed, back)).toEqual({ label: '👍 Relevant', act: mark('relevant') });
  expect(unpressedBeside(pressed, mark('not-relevant'))).toEqual({
    label: '👍 Relevant',
    act: mark('relevant'),
  });
  for (const other of [mark('not-relevant', '2'), mark('relevant'), act('save')])
    expect(unpressedBeside(pressed, other)).toBeUndefined();
  expect(
    unpressedBeside({ label: '👍 Relevant', act: mark('relevant') }, mark('not-relevant')),
  ).toBeUndefined();
});

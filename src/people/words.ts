/** Says what is stored of a person or a workspace, or was deleted, a line for each kind. */
import { counted } from '../model/counted.ts';
import type { Forgotten } from './people.ts';

export function sayHeld({ deleted, named, left = 0 }: Forgotten): string[] {
  const lines = deleted.map(({ kind, count }) => `${kind}: ${count.toLocaleString('en')}`);
  if (named > 0) lines.push(`the name, in what others share: ${counted(named, 'place')}`);
  if (left > 0)
    lines.push(`not deleted, because others were changing it: ${counted(left, 'place')}. Try again.`);
  return lines;
}

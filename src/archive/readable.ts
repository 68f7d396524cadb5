/** Skips stored values that cannot be read, so that one damaged record prevents neither a post nor startup. */
import type { Paper } from '../model/paper.ts';
import { MOST } from '../model/paper-bounds.ts';
import type { StoreShelf } from '../store/shelves.ts';

const LISTS = Object.keys(MOST) as (keyof typeof MOST)[];
const TEXTS = [
  'organization',
  'publishedOn',
  'summary',
  'url',
  'codeUrl',
  'projectUrl',
  'thumbnail',
  'doi',
  'comment',
  'revisedOn',
] as const;

type Within<T> = ReturnType<StoreShelf<T>['within']>;

/**
 * The same shelf without the values that `isReadable` refuses, which count as missing.
 * @param onBad told of the key of such a value, once for each
 * @param cut what is given in place of a value, for those that are too large
 */
export function readableShelf<T>(
  shelf: StoreShelf<T>,
  isReadable: (value: T) => boolean,
  onBad: (key: string) => void,
  cut: (value: T) => T = (value) => value,
): StoreShelf<T> {
  const told = new Set<string>();
  const readable = (key: string, value: T | undefined): T | undefined => {
    if (value === undefined) return undefined;
    if (isReadable(value)) return cut(value);
    if (!told.has(key)) onBad(key);
    told.add(key);
    return undefined;
  };
  const readableIn = ({ getMany, merge }: Within<T>): Within<T> => ({
    getMany: async (keys: string[]) =>
      (await getMany(keys)).map((value, at) => readable(keys[at] as string, value)),
    merge: (entries, join) =>
      merge(entries, (kept, came) =>
        join(kept !== undefined && isReadable(kept) ? cut(kept) : undefined, came),
      ),
  });
  return {
    ...shelf,
    ...readableIn(shelf),
    within: (tx) => readableIn(shelf.within(tx)),
    get: async (key) => readable(key, await shelf.get(key)),
    async *entries() {
      for await (const [key, value] of shelf.entries()) {
        const read = readable(key, value);
        if (read !== undefined) yield [key, read];
      }
    },
  };
}

/** Checked by hand: the schema takes ten times as long, and a start reads a hundred thousand. */
export function isPaper(paper: Paper): boolean {
  const { id, title, abstract } = (paper ?? {}) as Partial<Record<keyof Paper, unknown>>;
  return (
    typeof id === 'string' &&
    typeof title === 'string' &&
    title !== '' &&
    typeof abstract === 'string' &&
    LISTS.every((name) => paper[name] === undefined || isStrings(paper[name])) &&
    TEXTS.every((name) => paper[name] === undefined || typeof paper[name] === 'string')
  );
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

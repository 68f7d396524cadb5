/** Leaves out stored papers that cannot be read, so that one damaged record costs neither a post nor the start. */
import type { Paper } from '../model/paper.ts';
import type { Shelf } from '../model/ports.ts';

const LISTS = ['authors', 'keywords', 'categories', 'otherIds', 'otherUrls'] as const;
const TEXTS = [
  'organization',
  'publishedOn',
  'summary',
  'url',
  'codeUrl',
  'projectUrl',
  'doi',
  'comment',
] as const;

/**
 * The same shelf, on which a record that is no paper is as good as missing.
 * @param onBad told of such a record's key, each time it is read
 */
export function readablePapers(shelf: Shelf<Paper>, onBad: (key: string) => void): Shelf<Paper> {
  const readable = (key: string, paper: Paper | undefined) => {
    if (paper === undefined || isPaper(paper)) return paper;
    onBad(key);
    return undefined;
  };
  const getMany = async (keys: string[]): Promise<(Paper | undefined)[]> => {
    try {
      return (await shelf.getMany(keys)).map((paper, at) => readable(keys[at] ?? '', paper ?? undefined));
    } catch (error) {
      // A record that is no JSON costs its batch: halves find it in few steps. All else is the store's own failure.
      if (!isSyntax(error)) throw error;
      if (keys.length === 1) return [void onBad(keys[0] ?? '')];
      const middle = Math.ceil(keys.length / 2);
      return [...(await getMany(keys.slice(0, middle))), ...(await getMany(keys.slice(middle)))];
    }
  };
  return { ...shelf, getMany, get: async (key) => (await getMany([key]))[0] };
}

function isSyntax(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.cause instanceof SyntaxError);
}

/** Checked by hand: the schema takes ten times as long, and a start reads a hundred thousand. */
function isPaper(paper: Paper): boolean {
  const { id, title, abstract } = paper as Partial<Record<keyof Paper, unknown>>;
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

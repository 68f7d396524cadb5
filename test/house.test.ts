import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a room may import, besides itself and packages. Everything may import the model; only `app` knows the order. */
const MODEL = ['model'];
const MAY_IMPORT: Record<string, string[]> = {
  model: [],
  'keyed-mutex': [],
  'number-list': [],
  config: MODEL,
  text: MODEL,
  vectors: [...MODEL, 'text'],
  query: [...MODEL, 'text', 'vectors'],
  digest: [...MODEL, 'text'],
  sources: [...MODEL, 'config', 'digest', 'keyed-mutex', 'store'],
  archive: [...MODEL, 'keyed-mutex', 'text', 'store'],
  search: [...MODEL, 'number-list', 'text', 'vectors', 'query'],
  percolator: [...MODEL, 'number-list', 'text', 'query'],
  /** What every chat adapter needs, once. */
  chat: [...MODEL, 'keyed-mutex', 'text'],
  store: [...MODEL, 'keyed-mutex'],
  channels: [...MODEL, 'store'],
  'reading-lists': [...MODEL, 'store'],
  /** What is stored of people and workspaces, to be given or forgotten. */
  people: [...MODEL, 'query', 'channels', 'store'],
  /** What a language model is asked, and what it said. */
  'language-model': [...MODEL, 'config', 'text', 'store'],
  /** Libraries of reference managers. */
  library: [...MODEL, 'config', 'text', 'store', 'sources'],
  /** What channels and people like, learned from what they said of papers. */
  taste: [...MODEL, 'archive', 'query', 'store', 'vectors'],
  card: [...MODEL, 'text', 'query'],
  delivery: [...MODEL, 'archive', 'card', 'channels', 'percolator', 'query', 'search', 'store', 'taste'],
  commands: [
    ...MODEL,
    'card',
    'config',
    'text',
    'vectors',
    'taste',
    'query',
    'search',
    'archive',
    'channels',
    'delivery',
    'reading-lists',
    'people',
    'library',
    'sources',
  ],
  /** What pages, feeds and the API read. */
  catalog: [...MODEL, 'archive', 'channels', 'commands', 'delivery', 'query', 'search'],
  /** What is seen of a running program. */
  health: [...MODEL, 'chat', 'sources'],
  /** The file that `paperboy setup` writes. */
  setup: MODEL,
  /** What `paperboy doctor` looks at. */
  doctor: [...MODEL, 'sources'],
  metrics: [...MODEL, 'commands', 'delivery', 'search', 'sources', 'store'],
};
/** The composition: allowed to know every room. */
const COMPOSITION = ['app', 'cli'];
const PLATFORM_WORDS = /slack|discord|guild|mrkdwn|\bembeds?\b/i;

describe('the house', () => {
  const files = sources('src').concat(sources('adapters'));
  const edges = files.flatMap((file) => importsOf(file).map((target) => ({ file, target })));

  test('no room imports one that comes after it', () => {
    const wrong = edges.filter(({ file, target }) => {
      const from = roomOf(file);
      const to = roomOf(target);
      if (from === to || COMPOSITION.includes(from)) return false;
      return file.startsWith('src/') && !(MAY_IMPORT[from] ?? []).includes(to);
    });
    expect(wrong).toEqual([]);
  });

  test('an adapter imports the model and the chat room, and no other adapter', () => {
    const wrong = edges.filter(({ file, target }) => {
      if (!file.startsWith('adapters/')) return false;
      const sameAdapter = target.split('/').slice(0, 2).join('/') === file.split('/').slice(0, 2).join('/');
      return !sameAdapter && !(target.startsWith('src/') && [...MODEL, 'chat'].includes(roomOf(target)));
    });
    expect(wrong).toEqual([]);
  });

  test('only the command line builds adapters', () => {
    const builders = edges.filter(
      ({ file, target }) => file.startsWith('src/') && target.startsWith('adapters/'),
    );
    expect(builders.map(({ file }) => roomOf(file)).filter((room) => room !== 'cli')).toEqual([]);
  });

  test('no imports go in a circle', () => {
    expect(circles(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([]);
  });

  test('SQLite is known to its driver alone', () => {
    const users = files.filter((file) => /'node:sqlite'/.test(readFileSync(join(root, file), 'utf8')));
    expect(users.filter((file) => !file.startsWith('src/store/sqlite/'))).toEqual([]);
  });

  test('Postgres is known to its driver alone', () => {
    const users = files.filter((file) =>
      /'(pg|@keyv\/postgres)'/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(users.filter((file) => !file.startsWith('src/store/postgres/'))).toEqual([]);
  });

  test('the core speaks of no platform', () => {
    const allowed = ['config', 'cli', 'app'];
    const spoken = files
      .filter((file) => file.startsWith('src/') && !allowed.includes(roomOf(file)))
      .filter((file) => PLATFORM_WORDS.test(readFileSync(join(root, file), 'utf8')));
    expect(spoken).toEqual([]);
  });

  test('every room has its rule', () => {
    const rooms = new Set(files.filter((file) => file.startsWith('src/')).map(roomOf));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT) && !COMPOSITION.includes(room))).toEqual([]);
  });

  test('one function writes how many there are of something', () => {
    const byHand = /=== 1 \? (?:'(\w+)' : '\1s'|'' : 's')/;
    const others = files.filter((file) => byHand.test(readFileSync(join(root, file), 'utf8')));
    expect(others).toEqual([]);
  });

  test('there is no room for odds and ends', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|shared|misc)(\/|\.ts$)/.test(file))).toEqual(
      [],
    );
  });

  test('a file of the core is named for what it holds, never index.ts', () => {
    expect(files.filter((file) => file.startsWith('src/') && file.endsWith('/index.ts'))).toEqual([]);
  });

  test('every file opens with a sentence that says what it is for', () => {
    const silent = files.filter((file) => !/^\/\*\*/.test(readFileSync(join(root, file), 'utf8')));
    expect(silent).toEqual([]);
  });
});

describe('the rules themselves', () => {
  test('a circle is found', () => {
    const graph = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['a.ts']],
    ]);
    expect(circles(graph)).toEqual([['a.ts', 'b.ts', 'c.ts', 'a.ts']]);
  });
});

/** `src/query/parse.ts` is in the room `query`; `src/card.ts` is the room `card`. */
function roomOf(file: string): string {
  const [, second = ''] = file.split('/');
  return second.replace(/\.ts$/, '');
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

/** Files of the project that a file imports, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const targets = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
  return targets.map((target) => relative(root, resolve(root, dirname(file), target)));
}

function circles(graph: ReadonlyMap<string, string[]>): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const walk = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const target of graph.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return found;
}

/** Replaces a random part of a payload by what nobody would send, for every adapter's tests against nonsense. */
import fc from 'fast-check';

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    'x',
    [],
    {},
    [null],
    '\u0000',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom<unknown>({ id: null }, { text: {} }, { name: {} }, 'x'.repeat(5_000), '<'.repeat(300), [
    'a',
    ['b'],
  ]),
  fc.jsonValue({ maxDepth: 3 }),
);

type Path = (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [
    ...(path.length > 0 ? [path] : []),
    ...entries.flatMap(([key, inner]) => pathsIn(inner, [...path, key])),
  ];
}

function replaced(value: object, path: Path, by: unknown): object {
  const copy = structuredClone(value) as Record<string | number, never>;
  let at: Record<string | number, unknown> = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1) ?? ''] = by;
  return copy;
}

/** One of the payloads, with one part replaced. */
export function withPartReplaced(payloads: readonly object[]): fc.Arbitrary<object> {
  return fc
    .constantFrom(...payloads)
    .chain((base) =>
      fc.tuple(fc.constantFrom(...pathsIn(base)), junk).map(([path, by]) => replaced(base, path, by)),
    );
}

/** The payloads again and again, each time with one of their parts replaced, or without it where `by` is undefined. */
export function withEachPart(by: unknown, payloads: readonly object[]): object[] {
  return payloads.flatMap((base) => pathsIn(base).map((path) => replaced(base, path, by)));
}

/** One value of each type: most are none that a platform sends in the place of another. */
export const OF_EACH_TYPE: readonly unknown[] = [
  undefined,
  null,
  true,
  5,
  1e308,
  '',
  'x',
  [],
  [null],
  {},
  { id: 5 },
];

/** What the log says when code met a type it did not expect. */
export const RAW_ERROR =
  /is not a function|is not iterable|cannot read|cannot use|undefined|NaN|failed to parse|invalid/i;

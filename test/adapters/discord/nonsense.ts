/** Interactions as Discord might send them, with a part of them replaced by what nobody would send. */
import fc from 'fast-check';
import { chosen, digest, interactionOf, papers, pressed } from './rig.ts';

const message = { id: '1', content: 'https://arxiv.org/abs/2511.08544 is nice', embeds: [], components: [] };
const related = {
  id: '5',
  type: 3,
  name: 'Find related papers',
  target_id: '1',
  resolved: { messages: { '1': message } },
};
const field = { type: 18, id: 2, component: { type: 4, custom_id: 'limit', value: '5' } };

const whole = (): object[] => [
  papers('lora'),
  digest('schedule', { when: 'daily', time: '09:00' }),
  digest('settings'),
  pressed('0..{"do":"save","id":"1"}'),
  chosen('0..list', 'acsh:2511.08544'),
  interactionOf({ type: 2, data: related }),
  interactionOf({
    type: 4,
    data: {
      id: '5',
      type: 1,
      name: 'papers',
      options: [{ type: 3, name: 'query', value: 'x', focused: true }],
    },
  }),
  interactionOf({ type: 5, data: { custom_id: 'settings', components: [field] } }),
];

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
  fc.constantFrom<unknown>({ id: null }, { name: {} }, 'x'.repeat(5_000), '<'.repeat(300), ['a', ['b']]),
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

/** Made anew for each call, since ids tell their age. */
export function nonsense(count: number): object[] {
  const one = fc
    .constantFrom(...whole())
    .chain((base) =>
      fc.tuple(fc.constantFrom(...pathsIn(base)), junk).map(([path, by]) => replaced(base, path, by)),
    );
  return fc.sample(one, { numRuns: count, seed: 10 });
}

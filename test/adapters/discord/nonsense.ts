/** Interactions as Discord might send them, with a part of them replaced by what nobody would send. */
import fc from 'fast-check';
import { OF_EACH_TYPE, withEachPart, withPartReplaced } from '../replaced-part.ts';
import { snowflake } from './cloud.ts';
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

/** As they are when this is loaded. */
export const WHOLE: readonly object[] = whole();

/** Made anew for each call, since ids tell their age. */
export function nonsense(count: number): object[] {
  return fc.sample(withPartReplaced(whole()), { numRuns: count, seed: 10 }).map(withOwnId);
}

/** Each part of each interaction replaced by one value of each type. */
export function ofOtherTypes(): object[] {
  return OF_EACH_TYPE.flatMap((by) => withEachPart(by, whole())).map(withOwnId);
}

/** With another id, unless the id is what was replaced: an interaction that comes again is dropped. */
function withOwnId(body: object): object {
  const { id } = body as { id?: unknown };
  return typeof id === 'string' && /^\d{15,}$/.test(id) ? { ...body, id: snowflake() } : body;
}

/** Joins the answers about several papers, with one button for all of them in place of one each. */
import { LIST_ACTIONS, type ListAction } from '../model/list-action.ts';
import type { Action, ButtonAction, Reply } from '../model/message.ts';
import { joined } from './reply.ts';

/** Takes at least one answer. */
export function together(replies: readonly Reply[]): Reply {
  const all = joined(replies);
  const labels = [...new Set(all.actions.map(({ label }) => label))];
  return { ...all, actions: labels.flatMap((label) => inOne(label, all.actions)) };
}

/** Those with this label, as one where that can be. */
function inOne(label: string, actions: readonly Action[]): Action[] {
  const same = actions.filter((action) => action.label === label);
  const acts = [...new Map(same.map(({ act }) => [JSON.stringify(act), act])).values()];
  if (acts.length === 1) return same.slice(0, 1);
  if (!acts.every(isOfAList)) return same;
  // The last first: papers that come back to the list stand in the order in which they were on it.
  return [{ label: `${label} all ${acts.length}`, act: { do: 'each', acts: acts.toReversed() } }];
}

function isOfAList(act: ButtonAction): act is ListAction {
  return LIST_ACTIONS.has(act.do);
}

/** Gives papers that are the same work one id: that of the paper that is kept, or that came first. */
import type { Paper } from '../model/paper.ts';
import type { Shelf } from '../model/ports.ts';
import type { ArrivalLog } from './arrival-log.ts';
import { isSameWork, workKey } from './identity.ts';
import { mergePaper } from './merge.ts';

/** Papers of one title that a new one is compared with: a title that more works share (`Editorial`) tells nothing. */
const MOST_TWINS = 20;

/** One work is one paper: what another source gave another id is kept under the first one's. */
export async function underOneId(
  came: readonly Paper[],
  papers: Pick<Shelf<Paper>, 'getMany'>,
  arrivals: Pick<ReturnType<ArrivalLog['within']>, 'ofWorks'>,
): Promise<Paper[]> {
  const byId = new Map<string, Paper>();
  const idsOf = new Map<string, string[]>();
  const byWork = await arrivals.ofWorks([...new Set(came.map(workKey))], MOST_TWINS);
  const twins = came.map((paper) => byWork.get(workKey(paper)) ?? []);
  const asked = [...new Set([...came.map(({ id }) => id), ...twins.flat()])];
  const found = await papers.getMany(asked);
  const keptBy = new Map(asked.map((id, at) => [id, found[at]]));
  for (const [at, paper] of came.entries()) {
    const work = workKey(paper);
    const own = keptBy.get(paper.id);
    const kept = (twins[at] ?? []).map((id) => keptBy.get(id));
    const here = (idsOf.get(work) ?? []).map((id) => byId.get(id));
    // As they will be kept: what came before in this batch may have brought an id that speaks against this one.
    const known = kept.map((one) => {
      const copy = one && byId.get(one.id);
      return copy ? mergePaper(one, copy) : one;
    });
    const isTwin = (other: Paper | undefined) => other !== undefined && isSameWork(other, paper);
    const id = own === undefined ? ([...known, ...here].find(isTwin)?.id ?? paper.id) : paper.id;
    const renamed = id === paper.id ? paper : { ...paper, id, otherIds: [paper.id] };
    const before = byId.get(id);
    byId.set(id, before ? mergePaper(before, renamed) : renamed);
    if (before === undefined && here.length < MOST_TWINS) idsOf.set(work, [...(idsOf.get(work) ?? []), id]);
  }
  return [...byId.values()];
}

/** Checks a source by asking it, and says how new its newest digest is. Nothing of the answer is kept. */
import { counted } from '../model/counted.ts';
import { sayDay, sayMoment } from '../model/day-format.ts';
import { messageOf } from '../model/errors.ts';
import { doubtful, type Finding, failed, well } from '../model/finding.ts';
import type { Source } from '../model/source-ports.ts';
import { staleAmong } from '../sources/source-health.ts';
import type { SourceState } from '../sources/source-state.ts';

/** @param state how it was when `start` last read it */
export async function checkSource(source: Source, state: SourceState, now: number): Promise<Finding[]> {
  const about = `source ${source.name}`;
  try {
    const answer = await source.fetch();
    const { digests, problems = [] } = Array.isArray(answer) ? { digests: answer } : answer;
    const came = digests.reduce((sum, { papers }) => sum + papers.length, 0);
    const found = problems.map((problem) => doubtful(about, problem));
    const stale = staleAmong([state], now);
    if (stale) found.push(doubtful(about, `Nothing new came since ${sayMoment(stale.since, 'UTC')}.`));
    return found.length > 0 ? found : [well(about, `It answers. ${sayNewest(state, came)}`)];
  } catch (error) {
    return [
      failed(
        about,
        messageOf(error),
        'Posts go on with what other sources have; it is tried again by itself.',
      ),
    ];
  }
}

function sayNewest({ newest, papers = 0 }: SourceState, came: number): string {
  if (newest !== undefined)
    return `Its newest digest is from ${sayDay(newest)}, with ${counted(papers, 'paper')}.`;
  return came > 0
    ? `It has ${counted(came, 'paper')} that Paperboy hasn't read yet.`
    : 'It has nothing new now.';
}

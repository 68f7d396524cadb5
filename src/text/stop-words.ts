/** Lists the function words of English, which carry little meaning by themselves. */
import { setOf } from './word-list.ts';

const stopWords = setOf(`
  a about above after again against all also am an and any are aren arent as at
  be because been before being below between both but by
  can cannot could couldn couldnt did didn didnt do does doesn doesnt doing don dont down during
  each few for from further had hadn hadnt has hasn hasnt have haven havent having he her here hers herself him
  himself his how i if in into is isn isnt it its itself just
  me more most mustn my myself no nor not now of off on once only or other our ours ourselves out over own
  same shan she should shouldn shouldnt so some such
  than that the their theirs them themselves then there these they this those through to too
  under until up upon us very via was wasn wasnt we were weren werent what when where which while who whom why will
  with within without won wont would wouldn wouldnt
  yet you your yours yourself yourselves
`);

export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}

/** Begins with the files that wait for processes of their own, so that none of them is left alone at the end of the run. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders with such files, those with the longest waits first. */
const WAITING = ['/test/proof/', '/test/cli/', '/test/adapters/', '/test/store/'];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = WAITING.findIndex((folder) => moduleId.includes(folder));
      return at === -1 ? WAITING.length : at;
    };
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

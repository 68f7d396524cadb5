/** A reading of any input enters; whether it kept the promise to any input leaves. */
import { PaperboyError } from '../../src/model/errors.ts';
import { Digest } from '../../src/model/paper.ts';

/** The promise to any input: digests of the model, or a refusal that no mistake of ours caused. */
export function isDigestsOrRefused(read: () => Digest[]): boolean {
  try {
    const digests = read();
    return digests.length > 0 && digests.every((digest) => Digest.safeParse(digest).success);
  } catch (error) {
    const isOurs = error instanceof PaperboyError && error.code === 'bad-digest';
    if (!isOurs || (error.cause !== undefined && !(error.cause instanceof SyntaxError))) throw error;
    return true;
  }
}

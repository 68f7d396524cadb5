/** Makes the error for an answer in which nothing can be read, with a sample of it. */
import { messageOf, PaperboyError } from '../model/errors.ts';

export function changedShape(error: unknown, text: string): PaperboyError {
  const sample = text
    .slice(0, 400)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 160)
    .toWellFormed();
  const why = ((error instanceof PaperboyError ? error.gist : undefined) ?? messageOf(error)).slice(0, 200);
  return new PaperboyError('source', `The source changed shape: ${why} It begins: ${sample}`, {
    cause: error,
  });
}

/** Makes the error for a response that cannot be read. Its message has a sample, for the log; its gist has none. */
import { gistOf, PaperboyError } from '../model/errors.ts';

export function changedShape(error: unknown, text: string): PaperboyError {
  const sample = text
    .slice(0, 400)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 160)
    .toWellFormed();
  const gist = `The source's format changed: ${gistOf(error).slice(0, 200)}`;
  return new PaperboyError('source', `${gist} It begins: ${sample}`, { cause: error, gist });
}

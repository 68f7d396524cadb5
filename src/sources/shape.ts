/** An answer in which nothing can be read in, the error that shows a sample of it out. */
import { messageOf, PaperboyError } from '../model/errors.ts';

export function changedShape(error: unknown, text: string): PaperboyError {
  const sample = text
    .slice(0, 400)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 160)
    .toWellFormed();
  const why = messageOf(error)
    .replace(/^This is no digest: /, '')
    .replace(/ Expected a Daily Papers page.*$/s, '')
    .slice(0, 200);
  return new PaperboyError('source', `The source changed shape: ${why} It begins: ${sample}`, {
    cause: error,
  });
}

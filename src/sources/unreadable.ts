/** Decodes a server's response and makes the error for one that cannot be read, with a sample of it for the log. */
import { decode } from '../digest/decode.ts';
import { gistOf, PaperboyError } from '../model/errors.ts';
import type { HttpResponse } from './http.ts';

/** The text of a response, in the encoding that its header declares. @param from what messages call the server */
export function textOf({ body, charset }: Pick<HttpResponse, 'body' | 'charset'>, from: string): string {
  try {
    return decode(body, charset);
  } catch (error) {
    throw changedShape(error, `${from}, ${body.length} bytes`);
  }
}

/** The gist, which people see, has no sample. */
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

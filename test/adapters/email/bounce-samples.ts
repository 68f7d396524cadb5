/** Messages that come back, as the mail servers of fixtures/bounces would write them, for tests. */
import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../../fixtures/bounces/', import.meta.url);

/** The message that a report is on. */
export interface Original {
  /** The return path that it was sent with. */
  from: string;
  to: string;
  messageId: string;
}

/** The bytes of a report. @param name of its file, without `.eml` */
export function returned(name: string, { from, to, messageId }: Original): Buffer {
  const text = readFileSync(new URL(`${name}.eml`, FOLDER), 'utf8');
  const filled = text.replaceAll('{{RETURN}}', from).replaceAll('{{TO}}', to).replaceAll('{{ID}}', messageId);
  return Buffer.from(filled.replace(/\r?\n/g, '\r\n'));
}

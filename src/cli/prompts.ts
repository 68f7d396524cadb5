/** Asks questions at a terminal, or reads their answers from a pipe, a line for each. What is typed for a secret is not shown. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { PaperboyError } from '../model/errors.ts';

export interface Prompts {
  /** Someone sits at a terminal, and can be asked again. */
  readonly isInteractive: boolean;
  /**
   * Resolves with the answer, without spaces at its ends; what is typed is not echoed where it `isSecret`.
   * @throws PaperboyError `bad-settings` when there are no more answers
   */
  ask(question: string, isSecret?: boolean): Promise<string>;
  /** Resolves when Ctrl-C is pressed at the terminal. */
  readonly interrupted: Promise<void>;
  close(): void;
}

interface Streams {
  stdin: AsyncIterable<Uint8Array | string> & { isTTY?: boolean };
  stdout: { write(text: string): unknown; isTTY?: boolean; columns?: number };
}

const NO_ANSWERS =
  'There is no terminal to ask at, and no answer on standard input. Run this in a terminal, or pipe in the answers, a line for each question. Nothing was changed.';
/** @param question as it is asked, with the value in brackets and a colon */
const sayTooFew = (question: string) =>
  `Standard input ended before "${question.replace(/( \[[^\]]*\])?: *$/, '').trim()}" was answered. Nothing was changed.`;

export function openPrompts({ stdin, stdout }: Streams): Prompts {
  // Also where the output goes on, as to `tee`: else the terminal itself would echo what is typed, secrets too.
  const isInteractive = stdin.isTTY === true;
  let isMuted = false;
  const output = new Writable({
    write(chunk, _, done) {
      if (!isMuted) stdout.write(String(chunk));
      done();
    },
  });
  const lines = createInterface({
    input: stdin as NodeJS.ReadableStream,
    output: Object.assign(output, { columns: stdout.columns }),
    terminal: isInteractive,
    // The key Up would bring back a secret.
    historySize: 0,
  });
  const interrupted = Promise.withResolvers<void>();
  const over = Promise.withResolvers<undefined>();
  lines.on('SIGINT', () => interrupted.resolve());
  let isOpen = true;
  lines.on('close', () => {
    isOpen = false;
    over.resolve(undefined);
  });
  const waiting: string[] = [];
  const asking: ((line: string) => void)[] = [];
  lines.on('line', (line) => {
    const next = asking.shift();
    if (next === undefined) waiting.push(line);
    else next(line);
  });
  let answered = 0;

  /** What came before it was asked for, as from a pipe, is taken first. */
  const nextLine = async (question: string): Promise<string> => {
    const early = waiting.shift();
    if (early !== undefined) return early;
    const line = await Promise.race([new Promise<string>((resolve) => asking.push(resolve)), over.promise]);
    if (line !== undefined) return line;
    throw new PaperboyError('bad-settings', answered === 0 ? NO_ANSWERS : sayTooFew(question));
  };

  return {
    isInteractive,
    interrupted: interrupted.promise,
    async ask(question, isSecret = false) {
      if (isInteractive) {
        // By readline itself, which draws its prompt again as keys are pressed.
        lines.setPrompt(question);
        if (isOpen) lines.prompt();
      } else stdout.write(question);
      isMuted = isSecret;
      try {
        const line = await nextLine(question);
        answered++;
        return line.trim();
      } finally {
        isMuted = false;
        if (isSecret || !isInteractive) stdout.write('\n');
      }
    },
    close() {
      // What was typed ahead answers nothing any more.
      waiting.length = 0;
      lines.close();
    },
  };
}

/**
 * Asks a language model at any OpenAI-compatible endpoint: with a budget a day, a time limit, growing waits between tries, and a
 * rest after failures that another try cannot mend.
 */
import OpenAI, { APIError } from 'openai';
import type { ModelSettings } from '../config/language-model.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { ModelState } from '../model/judgement.ts';
import type { Runtime } from '../model/ports.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { type Question, readAnswer } from './question.ts';
import { schemaOf } from './schema.ts';
import { UnusableAnswer } from './unusable-answer.ts';

/** Tries of one question, those with a wrong answer included. */
const TRIES = 3;
/** How long one answer may take. A small machine with a large model is slow. Milliseconds. */
const TIMEOUT_MS = 60_000;
/** A longer wait that the server asks for is a rest instead. Milliseconds. */
const MOST_WAIT_MS = 30_000;
/** After a refusal, such as of the key, or after several failures in a row. Milliseconds. */
const REST_MS = 10 * 60_000;
const FAILURES = 3;

/** Room for an answer; models that think aloud need more than the sentence takes. */
const MOST_TOKENS = 1_000;

export interface ChatModelOutside extends Runtime {
  settings: ModelSettings;
  budget: {
    take(now: number, most: number): Promise<boolean>;
    used(now: number): Promise<number>;
  };
  timeoutMs?: number;
}

export type ChatModel = ReturnType<typeof createChatModel>;

export function createChatModel(outside: ChatModelOutside) {
  const { settings, budget, clock, random, sleep, log, timeoutMs = TIMEOUT_MS } = outside;
  const { url, name, key, perDay } = settings;
  const client = new OpenAI({
    baseURL: url,
    // Local endpoints need none, but the package does.
    apiKey: key ?? 'none',
    organization: null,
    project: null,
    // Tries are counted and waited for here, where each takes from the budget.
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    fetch: boundedFetch,
    defaultHeaders: QUIET,
  });
  const closing = new AbortController();
  /** Endpoints that answer only without the usual parameters are asked without them. */
  let isPlain = false;
  let restsUntil = 0;
  let problem: string | undefined;
  let failures = 0;

  const rest = (ms: number, why: string) => {
    restsUntil = clock() + ms;
    problem = why;
    log.warn('the language model is not asked for a while', { model: name, reason: problem, ms });
  };

  const attempt = async (question: Question<unknown>, plainly: boolean): Promise<string> => {
    const extras = plainly
      ? {}
      : { ...schemaOf(question), temperature: 0, max_completion_tokens: MOST_TOKENS };
    // The package's own limit ends with the first byte of an answer.
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await client.chat.completions.create(
        {
          model: name,
          messages: [
            { role: 'system', content: question.system },
            { role: 'user', content: question.user },
          ],
          ...extras,
        },
        { signal: AbortSignal.any([closing.signal, late]) },
      );
      // A server may answer anything with status 200.
      const content: unknown = answer?.choices?.[0]?.message?.content;
      return typeof content === 'string' ? content : '';
    } catch (error) {
      if (error instanceof SyntaxError) return '';
      if (!late.aborted) throw error;
      throw new PaperboyError('model', `It gave no answer within ${timeoutMs / 1_000} seconds.`, {
        cause: error,
      });
    }
  };

  /** How to go on after a failure: again after a wait, or the error to give up with. */
  const waitAfter = (error: unknown, tries: number): number | PaperboyError => {
    const status = statusOf(error);
    const asked = error instanceof APIError ? retryAfter(error.headers, clock()) : undefined;
    const isPassing = status === undefined || status === 408 || status === 429 || status >= 500;
    const wait = Math.max(asked ?? 0, 1_000 * 2 ** (tries - 1) * (0.5 + random()));
    if (isPassing && tries < TRIES && wait <= MOST_WAIT_MS) return wait;
    const said = error instanceof PaperboyError ? error.message : sayFailure(status);
    failures++;
    if (!isPassing) rest(REST_MS, said);
    else if ((asked ?? 0) > MOST_WAIT_MS) rest(asked ?? 0, said);
    else if (failures >= FAILURES) rest(REST_MS, said);
    else problem = said;
    return new PaperboyError('model', said, { cause: error });
  };

  return {
    name,
    /** Whether it can be asked now: it does not rest and is not being closed. Whether the budget has room is known when it is asked. */
    isReady: () => !closing.signal.aborted && clock() >= restsUntil,
    /**
     * The answer to a question, in its shape.
     * @param share of the day's budget from which on this question is not asked
     * @throws PaperboyError `model` when there is none: the budget is used up, the model rests or failed, or it answered nothing usable
     */
    async ask<T>(question: Question<T>, share = 1): Promise<T> {
      let plainly = isPlain;
      for (let tries = 1; ; tries++) {
        if (closing.signal.aborted) throw new PaperboyError('model', 'Stopped.');
        if (clock() < restsUntil) throw new PaperboyError('model', problem ?? 'It rests.');
        if (!(await budget.take(clock(), Math.floor(perDay * share)))) throw usedUp(perDay);
        try {
          const read = readAnswer(await attempt(question, plainly), question.shape);
          failures = 0;
          problem = undefined;
          if (read !== undefined) {
            isPlain = plainly;
            return read;
          }
          if (tries >= TRIES - 1) throw new UnusableAnswer();
        } catch (error) {
          if (error instanceof UnusableAnswer || closing.signal.aborted) throw error;
          if (statusOf(error) === 400) {
            // Either the parameters are refused, or what is said of this paper, as filters of content do.
            if (plainly) {
              problem = sayFailure(400);
              throw new UnusableAnswer(problem);
            }
            plainly = true;
            continue;
          }
          const wait = waitAfter(error, tries);
          if (wait instanceof PaperboyError) throw wait;
          log.debug('the language model is asked again', { model: name, reason: messageOf(error) });
          await sleep(wait, closing.signal);
        }
      }
    },
    async state(): Promise<ModelState> {
      const used = await budget.used(clock());
      const why = used >= perDay ? usedUp(perDay).message : problem;
      return { name, used: Math.min(used, perDay), perDay, ...(why === undefined ? {} : { problem: why }) };
    },
    /** Ends requests in progress; later questions fail. */
    close: () => closing.abort(),
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof APIError ? error.status : undefined;
}

function usedUp(perDay: number): PaperboyError {
  return new PaperboyError(
    'model',
    `Its ${perDay.toLocaleString('en')} requests of today are used up (LLM_PER_DAY).`,
  );
}

/** The package tells servers about this machine otherwise. */
const QUIET: Record<string, null> = Object.fromEntries(
  ['arch', 'lang', 'os', 'package-version', 'retry-count', 'runtime', 'runtime-version', 'timeout'].map(
    (fact) => [`x-stainless-${fact}`, null],
  ),
);

/** Milliseconds that the server asks to wait; undefined where it asks nothing that can be read. */
function retryAfter(headers: Headers | undefined, now: number): number | undefined {
  const value = headers?.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return ms > 0 ? Math.min(ms, 24 * 3_600_000) : undefined;
}

function sayFailure(status: number | undefined): string {
  if (status === 401 || status === 403) return 'It refused the key (LLM_KEY).';
  if (status === 404) return 'Its address or the model is unknown there (LLM_URL, LLM_MODEL).';
  if (status === 429) return 'It is over its own rate limit.';
  if (status !== undefined) return `It answered with status ${status}.`;
  return 'It could not be reached.';
}

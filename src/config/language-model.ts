/** Reads the settings of the language model that may be asked about papers. */
import { z } from 'zod';
import { isHttpUrl } from './fields.ts';

export interface ModelSettings {
  /** The address that `/chat/completions` is added to. */
  url: string;
  /** Its name, as the endpoint knows it. */
  name: string;
  key?: string;
  /** Requests a day, repeated ones too. */
  perDay: number;
}

/** Requests a day unless the settings say otherwise. */
const PER_DAY = 500;

/** As the address of an API's root: what SDKs call the base URL. */
const Address = z
  .string()
  .refine(isHttpUrl, 'must be an address, such as http://localhost:11434/v1')
  .refine(
    (url) => !/\/\/[^/]*@/.test(url),
    'must not contain a user name or password: put a key into LLM_KEY',
  )
  .refine((url) => !/[?#]/.test(url), 'must not have a query')
  .transform((url) => url.replace(/\/+$/, '').replace(/\/chat\/completions$/, ''));

export const MODEL_FIELDS = {
  LLM_URL: Address.optional(),
  LLM_MODEL: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be the name of a model, such as llama3.1:8b')
    .optional(),
  LLM_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be a key without spaces')
    .optional(),
  LLM_PER_DAY: z
    .string()
    .regex(/^\d{1,7}$/, 'must be a whole number of requests, such as 500 (0 stops them)')
    .optional(),
};

type ModelFields = z.infer<z.ZodObject<typeof MODEL_FIELDS>>;

/** The model, undefined where none is set, or the sentence that names the missing half. */
export function readModel(values: ModelFields): ModelSettings | string | undefined {
  const { LLM_URL: url, LLM_MODEL: name, LLM_KEY: key, LLM_PER_DAY: perDay } = values;
  if (url !== undefined && name !== undefined)
    return {
      url,
      name,
      ...(key === undefined ? {} : { key }),
      perDay: perDay === undefined ? PER_DAY : Number(perDay),
    };
  const given = Object.entries({ LLM_URL: url, LLM_MODEL: name, LLM_KEY: key, LLM_PER_DAY: perDay })
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
  if (given.length === 0) return undefined;
  const missing = [...(url === undefined ? ['LLM_URL'] : []), ...(name === undefined ? ['LLM_MODEL'] : [])];
  return `${given.join(' and ')} ${given.length > 1 ? 'need' : 'needs'} ${missing.join(' and ')} too. A language model is set by LLM_URL and LLM_MODEL.`;
}

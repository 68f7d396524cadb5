/** Lists every setting whose value is never printed or logged. */
import { STORE_SECRETS } from '../config/settings.ts';
import { ADAPTERS } from './adapters.ts';

export const SECRETS: ReadonlySet<string> = new Set([
  ...STORE_SECRETS,
  'HF_TOKEN',
  ...ADAPTERS.flatMap(({ secrets }) => secrets),
]);

/** Opens the language model of the settings, with what it said so far; nothing where none is set. */
import type { Settings } from '../config/settings.ts';
import { openJudgements } from '../language-model/judgements.ts';
import type { Runtime } from '../model/ports.ts';
import type { Store } from '../store/store.ts';

export async function openLanguageModel(outside: Runtime & { settings: Settings; store: Store }) {
  const settings = outside.settings.languageModel;
  if (settings === undefined) return undefined;
  // Loading its package takes a tenth of a start, so it is loaded only where a model is set.
  const { createChatModel } = await import('../language-model/chat-model.ts');
  const table = openJudgements(outside.store, settings.name);
  return { table, model: createChatModel({ ...outside, settings, budget: table }) };
}

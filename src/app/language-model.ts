/** Opens the language model of the settings, with what it said so far; nothing where none is set. */
import type { Settings } from '../config/settings.ts';
import { createChatModel } from '../language-model/chat-model.ts';
import { openJudgements } from '../language-model/judgements.ts';
import type { Runtime } from '../model/ports.ts';
import type { Store } from '../store/store.ts';

export function openLanguageModel(outside: Runtime & { settings: Settings; store: Store }) {
  const settings = outside.settings.languageModel;
  if (settings === undefined) return undefined;
  const table = openJudgements(outside.store, settings.name);
  return { table, model: createChatModel({ ...outside, settings, budget: table }) };
}

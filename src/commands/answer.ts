/** Answers commands and pressed buttons by running the one that is asked for. */
import type { ButtonAction, Reply } from '../model/message.ts';
import { handlerOf } from './buttons.ts';
import type { Parsed } from './command.ts';
import type { Caller, Context } from './context.ts';
import { storedPaper } from './find-paper.ts';
import { forMe } from './for-me.ts';
import { misusedReply } from './help.ts';
import { parseCommand } from './parse.ts';
import { commandNamed } from './registry.ts';

export async function answer(asked: Parsed, caller: Caller, context: Context): Promise<Reply> {
  const { name, unless, forMe: isForMe } = asked;
  if (isForMe) {
    const { forMe: _, ...here } = asked;
    return forMe(caller, context, name === 'subscribe', (own) => answer(here, own, context));
  }
  if (unless && (await areKept(unless.ids, context))) return answer(unless, caller, context);
  if (name === 'misused') return misusedReply(asked, context);
  const command = commandNamed(name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  return command.run(asked, caller, context);
}

async function areKept(ids: readonly string[], context: Context): Promise<boolean> {
  for (const id of ids) if ((await storedPaper(id, context)) === undefined) return false;
  return true;
}

export async function answerPress(act: ButtonAction, caller: Caller, context: Context): Promise<Reply> {
  if (act.do === 'ask') return answer(parseCommand(act.text), caller, context);
  if (act.do === 'for-me') {
    const { act: here } = act;
    return forMe(caller, context, here.do === 'subscribe', (own) => answerPress(here, own, context));
  }
  return handlerOf(act)(act, caller, context);
}

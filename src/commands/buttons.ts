/** Lists what each button does, and whether it changes what the channel gets. */
import type { ButtonAction, Reply } from '../model/message.ts';
import { showAbstract } from './abstract.ts';
import { citePaper } from './cite.ts';
import type { Caller, Context } from './context.ts';
import { digestPage } from './digest-page.ts';
import { searchExternally } from './external-search.ts';
import { related } from './related.ts';
import { restOfPost } from './rest-of-post.ts';
import { savePaper } from './save.ts';
import { savedPage } from './saved.ts';
import { searchPage, shareSearch } from './search.ts';
import { sendAgain } from './send-again.ts';
import { sharePaper } from './share-paper.ts';
import { subscribeTo } from './subscribe.ts';
import { unsavePaper } from './unsave.ts';
import { unsubscribeFrom } from './unsubscribe.ts';

/** `ask` types a command, which is judged and answered as one. */
type Pressed = Exclude<ButtonAction, { do: 'ask' }>;

interface Handler<A extends Pressed> {
  changes?: true;
  run(act: A, caller: Caller, context: Context): Promise<Reply>;
}

const HANDLERS: { [D in Pressed['do']]: Handler<Extract<Pressed, { do: D }>> } = {
  search: { run: ({ query, from }, _caller, context) => searchPage(query, from, context) },
  beyond: { run: ({ query }, _caller, context) => searchExternally(query, context) },
  share: { run: ({ query, from }, { person }, context) => shareSearch(query, from, person.name, context) },
  digest: { run: ({ date, from }, _caller, context) => digestPage(date, from, context) },
  rest: { run: ({ post, from }, caller, context) => restOfPost(post, from, caller, context) },
  abstract: { run: ({ id }, _caller, context) => showAbstract(id, context) },
  cite: { run: ({ id }, _caller, context) => citePaper(id, context) },
  'share-paper': { run: ({ id }, { person }, context) => sharePaper(id, person.name, context) },
  save: { run: ({ id }, caller, context) => savePaper(id, caller, context) },
  unsave: { run: ({ id }, caller, context) => unsavePaper(id, caller, context) },
  saved: { run: ({ from }, caller, context) => savedPage(from, caller, context) },
  related: { run: ({ ids }, _caller, context) => related(ids, context) },
  subscribe: { changes: true, run: ({ query }, caller, context) => subscribeTo(query, caller, context) },
  unsubscribe: {
    changes: true,
    run: ({ query }, caller, context) => unsubscribeFrom({ query }, caller, context),
  },
  'send-again': { changes: true, run: ({ post }, caller, context) => sendAgain(post, caller, context) },
};

export function handlerOf<A extends Pressed>(act: A): Handler<A> {
  // The table is made so that the key says which action its handler takes.
  return HANDLERS[act.do] as unknown as Handler<A>;
}

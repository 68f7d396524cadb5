/** Lists what each button does, and whether it changes what the channel gets. */
import type { ListAction } from '../model/list-action.ts';
import type { ButtonAction, Reply } from '../model/message.ts';
import { citePaper } from './cite.ts';
import type { Caller, Context } from './context.ts';
import { digestPage } from './digest-page.ts';
import { markDone, markUndone } from './done.ts';
import { searchExternally } from './external-search.ts';
import { sayHowToEdit } from './how-to-edit.ts';
import { markPaper, unmarkPaper } from './mark.ts';
import { forgetMe, myDataPage } from './my-data.ts';
import { sayNote, writeNote } from './note.ts';
import { related } from './related.ts';
import { restOfPost } from './rest-of-post.ts';
import { savePaper } from './save.ts';
import { savedPage } from './saved.ts';
import { exportPage } from './saved-export.ts';
import { searchPage, shareSearch } from './search-page.ts';
import { sendAgain } from './send-again.ts';
import { sharePaper, showAbstract } from './shown-paper.ts';
import { subscribeTo } from './subscribe.ts';
import { together } from './together.ts';
import { topPage } from './top.ts';
import { trendingPage } from './trending.ts';
import { undo } from './undo.ts';
import { unsavePaper } from './unsave.ts';
import { unsubscribeFrom } from './unsubscribe.ts';

/** `ask` types a command, which is read and answered as one; `for-me` does something else elsewhere. */
type Pressed = Exclude<ButtonAction, { do: 'ask' | 'for-me' }>;

type Handler<A extends Pressed> = (act: A, caller: Caller, context: Context) => Promise<Reply>;

const HANDLERS: { [D in Pressed['do']]: Handler<Extract<Pressed, { do: D }>> } = {
  search: ({ query, from, sort, count }, _caller, context) => searchPage(query, from, context, sort, count),
  beyond: ({ query }, _caller, context) => searchExternally(query, context),
  share: (act, { person }, context) => shareSearch(act, person.name, context),
  top: ({ from, ...ranking }, caller, context) => topPage(ranking, from, caller, context),
  trending: ({ do: _, from, ...asked }, caller, context) => trendingPage(asked, from, caller, context),
  digest: ({ date, from }, _caller, context) => digestPage(date, from, context),
  rest: ({ post, from }, caller, context) => restOfPost(post, from, caller, context),
  mark: ({ id, as, undo }, caller, context) => (undo ? unmarkPaper : markPaper)(id, as, caller, context),
  abstract: ({ id }, _caller, context) => showAbstract(id, context),
  cite: ({ id }, _caller, context) => citePaper(id, context),
  'share-paper': ({ id }, caller, context) => sharePaper(id, caller, context),
  save: ({ id, do: _, ...kept }, caller, context) => savePaper(id, caller, context, kept),
  unsave: ({ id }, caller, context) => unsavePaper(id, caller, context),
  done: ({ id }, caller, context) => markDone(id, true, caller, context),
  undone: ({ id }, caller, context) => markDone(id, false, caller, context),
  each: ({ acts }, caller, context) => each(acts, caller, context),
  'undone-all': ({ at }, caller, context) => markUndone(at, caller, context),
  note: ({ id, note }, caller, context) =>
    note === undefined ? sayNote(id, caller, context) : writeNote(id, note, caller, context),
  'my-data': ({ from }, caller, context) => myDataPage(from, caller, context),
  'forget-me': (_, caller, context) => forgetMe(caller, context),
  export: (wanted, caller, context) => exportPage(wanted, caller, context),
  saved: (shown, caller, context) => savedPage(shown, caller, context),
  related: ({ ids }, _caller, context) => related(ids, context, ids.length === 1 ? 'This paper' : undefined),
  subscribe: ({ query }, caller, context) => subscribeTo(query, caller, context),
  unsubscribe: ({ query }, caller, context) => unsubscribeFrom({ topic: query }, caller, context),
  undo: ({ change }, caller, context) => undo(change, caller, context),
  settings: ({ about }, caller, context) => sayHowToEdit(about, caller, context),
  'send-again': ({ post }, caller, context) => sendAgain(post, caller, context),
};

/** Buttons that change what the channel gets. */
export const CHANGING: ReadonlySet<string> = new Set<Pressed['do']>([
  'subscribe',
  'unsubscribe',
  'undo',
  'send-again',
]);

/** One after the other, so that a list keeps the order. */
async function each(acts: readonly ListAction[], caller: Caller, context: Context): Promise<Reply> {
  const replies: Reply[] = [];
  for (const act of acts) replies.push(await handlerOf<Pressed>(act)(act, caller, context));
  return together(replies);
}

export function handlerOf<A extends Pressed>(act: A): Handler<A> {
  // The table is made so that the key says which action its handler takes.
  return HANDLERS[act.do] as unknown as Handler<A>;
}

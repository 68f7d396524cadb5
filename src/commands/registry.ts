/** Lists the commands of `/papers`. A new command is a file of its own and a line here; all else derives from this list. */
import { COMMAND_GROUPS } from '../model/command-spec.ts';
import { announce } from './announce.ts';
import { cite } from './cite.ts';
import type { Command } from './command.ts';
import { date } from './date.ts';
import { done, undone } from './done.ts';
import { edit } from './edit.ts';
import { email } from './email.ts';
import { help } from './help.ts';
import { layout } from './layout.ts';
import { library } from './library.ts';
import { limit } from './limit.ts';
import { myData } from './my-data.ts';
import { name } from './name.ts';
import { note } from './note.ts';
import { order } from './order.ts';
import { ours } from './ours.ts';
import { page } from './page.ts';
import { pause } from './pause.ts';
import { preview } from './preview.ts';
import { quiet } from './quiet.ts';
import { resume } from './resume.ts';
import { save } from './save.ts';
import { saved } from './saved.ts';
import { schedule } from './schedule.ts';
import { search } from './search.ts';
import { similar } from './similar.ts';
import { specOf } from './spec.ts';
import { status } from './status.ts';
import { subscribe } from './subscribe.ts';
import { taste } from './taste.ts';
import { thumbnails } from './thumbnails.ts';
import { today } from './today.ts';
import { top } from './top.ts';
import { topics } from './topics.ts';
import { trending } from './trending.ts';
import { unsave } from './unsave.ts';
import { unsubscribe } from './unsubscribe.ts';
import { why } from './why.ts';

const LIST: readonly Command[] = [
  search,
  today,
  date,
  top,
  trending,
  similar,
  subscribe,
  unsubscribe,
  email,
  edit,
  name,
  topics,
  preview,
  schedule,
  limit,
  order,
  taste,
  layout,
  thumbnails,
  ours,
  quiet,
  announce,
  page,
  pause,
  resume,
  cite,
  save,
  unsave,
  saved,
  done,
  undone,
  note,
  library,
  status,
  why,
  myData,
  help,
];

/** By group, in the order of help. */
export const COMMANDS = COMMAND_GROUPS.flatMap((group) => LIST.filter((command) => command.group === group));
/** The same, as data for adapters. */
export const COMMAND_SPECS = COMMANDS.map(specOf);

const BY_NAME = new Map(COMMANDS.map((command) => [command.name, command]));
const BY_WORD = new Map(
  COMMANDS.flatMap((command) => [command.name, ...(command.aliases ?? [])].map((word) => [word, command])),
);

/** The command with this very name. */
export function commandNamed(name: string): Command | undefined {
  return BY_NAME.get(name);
}

/** The command that a word is the name or an alias of, in any case, with or without a slash. */
export function commandCalled(word: string): Command | undefined {
  return BY_WORD.get(word.toLowerCase().replace(/^\//, ''));
}

/** `paperboy backfill --from DAY`: adds the digests of past days to the archive, newest first, each day once. */
import { parseArgs } from 'node:util';
import type { App } from '../app/app.ts';
import { counted } from '../model/counted.ts';
import { addDays, dayAt, laterOf } from '../model/days.ts';
import { badUsage } from '../model/errors.ts';
import { Day } from '../model/paper.ts';
import type { Source } from '../model/source-ports.ts';
import { createFiller, type Filled, type Filler } from '../sources/fill.ts';
import { LIVE_DEFAULT } from '../sources/registry.ts';
import { withApp } from './open.ts';
import { type BuiltSources, buildSources, type SourcesOutside } from './sources.ts';
import type { Terminal } from './terminal.ts';

/** In a pipe, where no line can be replaced, one line is printed for this many days. */
const DAYS_A_LINE = 30;

export async function runBackfill(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } });
  const from = dayOption('--from', values.from);
  if (from === undefined) throw badUsage('`backfill` needs --from, such as --from 2025-01-01.');
  const to = dayOption('--to', values.to) ?? dayAt(Date.now());
  if (from > to) throw badUsage(`--from ${from} is after --to ${to}.`);

  let sources: readonly Source[] = [];
  const build = (outside: SourcesOutside): BuiltSources => {
    const built = buildSources(outside);
    sources = built.sources.filter(({ past }) => past !== undefined);
    if (sources.length > 0) return built;
    // Nothing in SOURCES has past days to fetch, so the default live source is used.
    built.close();
    const own = outside.settings.sources;
    const live = buildSources({ ...outside, settings: { sources: { ...own, entries: [LIVE_DEFAULT] } } });
    sources = live.sources;
    return live;
  };
  return withApp(
    terminal,
    async (app, { store }) => {
      const filler = createFiller({
        done: store.shelf<Filled>('filled_days'),
        keep: async (digest, source) => void (await app.archive.put(digest, source, undefined, 'past')),
        clock: Date.now,
      });
      let failed = 0;
      for (const source of sources) failed += await backfill(source, from, to, filler, app, terminal);
      return failed === 0 ? 0 : 1;
    },
    { buildSources: build },
  );
}

/** Returns how many days failed. */
async function backfill(
  source: Source,
  from: Day,
  to: Day,
  filler: Filler,
  app: App,
  terminal: Terminal,
): Promise<number> {
  const { name } = source;
  const since = source.past?.since ?? from;
  if (to < since) {
    terminal.complain(`${name} starts on ${since}: nothing to fetch.`);
    return 0;
  }
  const days = await filler.missing(source, from, to);
  if (days.length === 0) {
    const first = laterOf(from, since);
    return terminal.print(`${name}: every day from ${first} to ${to} is already in the archive.\n`);
  }
  const started = Date.now();
  const before = app.search.size;
  const { papers, failed } = await filler.fill(source, days, ({ day, done, of, papers: came, problem }) => {
    if (problem !== undefined) {
      terminal.progress('');
      terminal.complain(`${name}, ${day}: ${problem}`);
    }
    const left = ((Date.now() - started) / done) * (of - done);
    terminal.progress(
      `${name}: ${day}, ${done} of ${counted(of, 'day')}, ${counted(came, 'paper')}, ${sayDuration(left)} left`,
    );
    if (terminal.width === undefined && done % DAYS_A_LINE === 0 && done < of) {
      terminal.print(
        `${name}: ${done} of ${counted(of, 'day')}, back to ${day}, ${counted(came, 'paper')}\n`,
      );
    }
  });
  terminal.progress('');
  terminal.print(
    `${name}: ${counted(days.length - failed.length, 'day')}, ${counted(papers, 'paper')}, ${app.search.size - before} of them new, in ${sayDuration(Date.now() - started)}.\n`,
  );
  if (failed.length > 0) {
    terminal.complain(
      `${name}: ${counted(failed.length, 'day')} could not be fetched (${failed.at(-1)} to ${failed[0]}). Run the command again to fetch only those.`,
    );
  }
  return failed.length;
}

function dayOption(name: string, value: string | undefined): Day | undefined {
  if (value === undefined) return undefined;
  const day = Day.safeParse(value);
  if (!day.success || day.data < '1990-01-01' || day.data > addDays(dayAt(Date.now()), 1)) {
    throw badUsage(`${name} needs a past day, such as 2025-01-01, not "${value}".`);
  }
  return day.data;
}

function sayDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

/** The text of `paperboy help`, and the version. */
import { readFileSync } from 'node:fs';

export function version(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

export function usage(): string {
  return `Paperboy delivers paper digests to team chat and answers /papers.

  paperboy start                         run it: the local workspace, and the post of the day
  paperboy ask TEXT                      what chat answers, such as: ask "/papers status"; 1 when it refuses
           [--channel NAME] [--as NAME]  in #general, as you
           [--json]                      the reply as JSON
  paperboy digest FILE|-                 read a digest and print it
           [--format text|json|html]     how to print it (text)
           [--as-of DATE]                the day of all that is read, whatever it says itself
  paperboy search QUERY                  search the papers that are kept
           [--limit N] [--json]          10 results; all of them as JSON
  paperboy import FILE...|-              keep the papers of digests
           [--as-of DATE]
  paperboy backfill --from DATE          fetch and keep the digests of past days; goes on where it stopped
           [--to DATE]                   today
  paperboy run-once                      send what is due and end, for cron and CronJobs
           [--at ISO] [--dry]            as if it were then; only say what would be sent
  paperboy export                        all channels, topics and schedules as one JSON file
  paperboy import-channels FILE|-        and back
  paperboy slack-manifest                print what Slack makes the app from
           [--url https://...] [--many]  reached over HTTP; for many workspaces
           [--socket]                    reached over a socket (so without --url)
  paperboy discord-register              set the commands on Discord and print the invite link
           [--guild ID]                  for one server alone, where they are seen at once
  paperboy help, --version

Digests are Daily Papers pages (saved as text or HTML), the API's JSON, JSON Lines of papers, Paperboy's own JSON, feeds
(RSS, Atom, RDF, JSON Feed), or arXiv's listings and API answers.
Settings come from the environment or a .env file; .env.example lists them. Exit codes: 0 done, 1 failed or refused, 2 misused.
`;
}

/** `paperboy doctor`: checks settings, store, sources, platforms and this machine, and says what to do. Shows nothing to anyone else. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { App } from '../app/app.ts';
import { checkEnvFile, checkTime } from '../doctor/machine-checks.ts';
import { type Check, worstOf } from '../doctor/run-checks.ts';
import { createServerDates } from '../doctor/server-dates.ts';
import { saySchema } from '../doctor/store-checks.ts';
import type { Env } from '../model/adapter-definition.ts';
import { counted } from '../model/counted.ts';
import { messageOf } from '../model/errors.ts';
import { type Finding, failed, well } from '../model/finding.ts';
import { peekSchema } from '../store/peek-schema.ts';
import { isPostgresUrl } from '../store/postgres/address.ts';
import { openStore } from '../store/store.ts';
import { adapterProblems, configured } from './adapters.ts';
import { insideChecks, platformChecks, portChecks, run } from './checks.ts';
import { sayFindings } from './findings.ts';
import { type Opened, withApp } from './open.ts';
import { printableJson } from './printable.ts';
import { type AllSettings, SECRETS } from './settings.ts';
import { siteProblems } from './site.ts';
import { buildSources } from './sources.ts';
import type { Terminal } from './terminal.ts';

export async function runDoctor(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const findings = await findAll(terminal);
  terminal.print(
    values.json
      ? `${printableJson(findings)}\n`
      : `${sayFindings(findings, terminal)}\n${sayEnd(findings)}\n`,
  );
  return worstOf(findings) === 'fail' ? 1 : 0;
}

/** What is looked at without the store, then what is in it. Where there is none yet, platforms are looked at all the same. */
async function findAll(terminal: Terminal): Promise<Finding[]> {
  const { settings, env, problems } = terminal.readSettings((env) => [
    ...new Set([...adapterProblems(env), ...siteProblems(env)]),
  ]);
  const look = (checks: Check[]) => run(checks, terminal.redact);
  const first = await look([settingsCheck(env, problems, terminal), timeCheck(settings)]);
  if (settings === undefined) return [...first, ...(await look(await withoutStore(env)))];
  try {
    const schema = await schemaFinding(settings);
    // Opened, the store would be updated, which is for `start` to do.
    if (schema?.isOld) return [...first, schema.finding, ...(await look(await withoutStore(env)))];
    if (schema !== undefined) first.push(schema.finding);
    const dates = createServerDates();
    let found: Finding[] = [];
    const work = async (app: App, opened: Opened) => {
      found = await look([...insideChecks(app, opened), ...portChecks(settings, env, opened.store)]);
      return 0;
    };
    // As a command that only reads, with the sources that `start` would read.
    await withApp(terminal, work, {
      looksOnly: true,
      check: true,
      buildSources: (outside) => buildSources({ ...outside, onDate: dates.heard }),
    });
    return [...first, ...found, ...dates.findings()];
  } catch (error) {
    const store = failed('store', terminal.redact(messageOf(error)));
    return [...first, store, ...(await look(await withoutStore(env)))];
  }
}

/** Undefined where there is no store yet. @throws PaperboyError `store` when this program cannot use it */
async function schemaFinding({ storeUrl }: AllSettings) {
  if (!isPostgresUrl(storeUrl) && !existsSync(storeUrl)) return undefined;
  const { state, newest, known } = await peekSchema(storeUrl);
  // An empty database is filled by the first start, as a file is made.
  if (state === 'none') return undefined;
  return { isOld: state === 'older', finding: saySchema(state, { found: newest, known }) };
}

/** Checks of the platforms alone, on a store that keeps nothing. */
async function withoutStore(env: Env): Promise<Check[]> {
  return platformChecks(env, await openStore(':memory:'), []);
}

function settingsCheck(env: Env, problems: readonly string[], terminal: Terminal): Check {
  return {
    about: 'settings',
    async look() {
      const path = join(terminal.process.cwd(), '.env');
      const isSecret = [...SECRETS].some((name) => env[name] !== undefined);
      const file = await checkEnvFile(path, isSecret);
      if (problems.length > 0) return [...problems.map((line) => failed('settings', line)), ...file];
      const names = configured(env).map(({ name }) => name);
      return [well('settings', `All can be read. Platforms: ${names.join(', ') || 'none'}.`), ...file];
    },
  };
}

function timeCheck(settings: AllSettings | undefined): Check {
  return { about: 'clock', look: async () => checkTime(Date.now(), settings?.timezone ?? 'UTC') };
}

function sayEnd(findings: readonly Finding[]): string {
  const number = (standing: Finding['standing']) =>
    findings.filter((finding) => finding.standing === standing).length;
  const [fails, warns] = [number('fail'), number('warn')];
  if (fails + warns === 0) return 'Everything is in order.';
  return `${counted(fails, 'thing')} ${fails === 1 ? 'fails' : 'fail'}, ${counted(warns, 'warning')}.`;
}

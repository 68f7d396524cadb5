/** Composes the setup of an installation: the questions of all adapters and of the core, their checks, and the file that is written. */
import { join } from 'node:path';
import { readEnv } from '../config/env.ts';
import { createRedactor } from '../config/redact.ts';
import type { Env } from '../model/adapter-definition.ts';
import { badUsage, PaperboyError } from '../model/errors.ts';
import { type Finding, failed } from '../model/finding.ts';
import {
  type AskedQuestion,
  NO_PLATFORM,
  type Setup,
  type SetupAnswers,
  type SetupPlatform,
  type SetupQuestion,
} from '../model/setup.ts';
import { writeEnvFile } from '../setup/env-file.ts';
import { LIVE_DEFAULT, SOURCES } from '../sources/registry.ts';
import { openStore } from '../store/store.ts';
import { ADAPTERS, adapterProblems, configured } from './adapters.ts';
import { platformChecks, run } from './checks.ts';
import { readAllSettings, SECRETS } from './settings.ts';
import { siteProblems } from './site.ts';

const START =
  'Start Paperboy: `npx paperboy start`. Where it runs already, as it does for whoever reads this in the workspace, stop it in its terminal first.';
const NONE: SetupPlatform & { name: string } = {
  name: NO_PLATFORM,
  title: 'None: the local workspace alone',
  steps: [],
  questions: [],
};
const COMMON: readonly SetupQuestion[] = [
  {
    setting: 'SOURCES',
    label: 'Where papers come from',
    example: 'hugging-face',
    hint: `Separated by commas: ${SOURCES.map(({ describe }) => describe.example).join(', ')}.`,
  },
  {
    setting: 'TIMEZONE',
    label: 'Time zone of the daily post',
    example: 'UTC',
    hint: 'Such as Europe/Berlin, or a city.',
  },
];

/** @param io the environment of the process, and its folder, in which `.env` is */
export function createSetup(io: { env: Env; cwd(): string }): Setup {
  const path = join(io.cwd(), '.env');
  const current = () => readEnv(io.env, io.cwd(), SECRETS).values;
  const platforms = [...ADAPTERS.flatMap(({ name, setup }) => (setup ? [{ name, ...setup }] : [])), NONE];
  const find = (name: string) => {
    const platform = platforms.find((one) => one.name === name);
    if (platform !== undefined) return platform;
    throw badUsage(`There is no platform ${JSON.stringify(name.slice(0, 40))}.`);
  };
  const problems = (env: Env) => [
    ...new Set([...readAllSettings(env, io.cwd()).problems, ...adapterProblems(env), ...siteProblems(env)]),
  ];
  /** Answers to what a platform and everyone is asked, as they are read: nothing else can be set. */
  const given = (platform: string, answers: SetupAnswers): Record<string, string> => {
    const settings = [...find(platform).questions, ...COMMON].map(({ setting }) => setting);
    const typed = settings.map((setting) => [setting, answers[setting]?.trim() ?? ''] as const);
    return Object.fromEntries(typed.filter(([, value]) => value !== ''));
  };
  const problemWith = (setting: string, value: string) => {
    if (/[\r\n\0]/.test(value.trim())) return `${setting} must be one line.`;
    // What belongs together is not told to be missing while it is still to be asked.
    const group = platforms.find(({ questions }) => questions.some((one) => one.setting === setting));
    const others = Object.fromEntries((group?.questions ?? []).map((one) => [one.setting, one.example]));
    const env = { ...others, ...current(), [setting]: value.trim() };
    const found = problems(env).find((line) => line.startsWith(`${setting} `));
    return found === undefined ? undefined : createRedactor(env, SECRETS)(found);
  };

  return {
    form() {
      const env = current();
      const asked = (question: SetupQuestion) => withPresent(question, env);
      const now = configured(env).find(({ local, setup }) => local === undefined && setup !== undefined);
      return {
        platforms: platforms.map(({ name, title, steps, questions }) => ({
          name,
          title,
          steps,
          questions: questions.map(asked),
        })),
        platform: now?.name ?? NO_PLATFORM,
        common: COMMON.map(asked),
        path,
      };
    },
    problemWith,
    async check(platform, answers): Promise<Finding[]> {
      const env = { ...current(), ...given(platform, answers) };
      const redact = createRedactor(env, SECRETS);
      const wrong = newProblems(problems, current(), env);
      if (wrong.length > 0) return wrong.map((line) => failed('settings', redact(line)));
      if (platform === NO_PLATFORM) return [];
      const store = await openStore(':memory:');
      try {
        return await run(platformChecks(env, store, [], platform), redact);
      } finally {
        await store.close();
      }
    },
    save(platform, answers, shown = {}) {
      const all = given(platform, answers);
      const before = current();
      let changes = withoutKept(all, shown, before);
      const env = { ...before, ...changes };
      const wrong = [
        ...Object.entries(changes).flatMap(([name, value]) => problemWith(name, value) ?? []),
        ...newProblems(problems, before, env),
      ];
      const redact = createRedactor(env, SECRETS);
      if (wrong.length > 0)
        throw new PaperboyError('bad-settings', [...new Set(wrong.map(redact))].join('\n'));
      const choose = (present: Env) => {
        changes = withoutKept(all, shown, present);
        return changes;
      };
      const copy = writeEnvFile(path, choose, Date.now());
      const { beforeStart = [], afterStart = [openWorkspace(env)] } = find(platform);
      return {
        path,
        written: Object.keys(changes),
        ...(copy === undefined ? {} : { copy }),
        notes: [...notesOnKept(all, changes, io.env), ...notesOn(changes, io.env)],
        next: [...beforeStart, START, ...afterStart],
      };
    },
  };
}

function openWorkspace({ PORT }: Env): string {
  return `Open http://127.0.0.1:${PORT?.trim() || 3000} and type /papers hyperparameter.`;
}

/** Those that the answers bring: what was wrong before keeps nobody from setting up something else. */
function newProblems(problems: (env: Env) => string[], before: Env, after: Env): string[] {
  const known = new Set(problems(before));
  return problems(after).filter((line) => !known.has(line));
}

function withPresent(question: SetupQuestion, env: Env): AskedQuestion {
  const present = env[question.setting];
  const isSet = present !== undefined;
  const value = present ?? defaultOf(question.setting);
  return { ...question, isSet, ...(question.isSecret || value === undefined ? {} : { value }) };
}

function defaultOf(setting: string): string | undefined {
  if (setting === 'SOURCES') return LIVE_DEFAULT.scheme;
  return setting === 'TIMEZONE' ? Intl.DateTimeFormat().resolvedOptions().timeZone : undefined;
}

/** The answers but for those that nobody changed in the form, where another value is set by now. */
function withoutKept(answers: SetupAnswers, shown: SetupAnswers, present: Env): Record<string, string> {
  const isKept = ([name, value]: [string, string]) =>
    shown[name] === value && (present[name] ?? value) !== value;
  return Object.fromEntries(Object.entries(answers).filter((one) => !isKept(one)));
}

/** Of what the environment sets, the form showed its value, not that of the file. */
function notesOnKept(answers: SetupAnswers, written: SetupAnswers, env: Env): string[] {
  const kept = Object.keys(answers).filter((name) => written[name] === undefined && !env[name]?.trim());
  if (kept.length === 0) return [];
  return [`The file got another value of ${kept.join(' and ')} while you answered, which was kept.`];
}

/** The environment of the process takes precedence over the file. */
function notesOn(changes: Readonly<Record<string, string>>, env: Env): string[] {
  const hidden = Object.keys(changes).filter(
    (name) => (env[name]?.trim() || changes[name]) !== changes[name],
  );
  if (hidden.length === 0) return [];
  return [
    `The environment sets ${hidden.join(', ')} too, and takes precedence over the file. Unset it there.`,
  ];
}

/** `paperboy setup`: asks for the platform, its tokens, the sources and the time zone, checks them, and writes `.env`. */
import { parseArgs } from 'node:util';
import { worstOf } from '../doctor/run-checks.ts';
import { PaperboyError } from '../model/errors.ts';
import {
  type AskedQuestion,
  NO_PLATFORM,
  type Setup,
  type SetupDone,
  type SetupForm,
} from '../model/setup.ts';
import { sayFindings } from './findings.ts';
import type { Prompts } from './prompts.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './text.ts';

/** As a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130;
const WHERE = 'Where should Paperboy post?';
/** How much of a wrong answer is shown. */
const MOST_SHOWN = 100;

type Platform = SetupForm['platforms'][number];
interface Asking {
  setup: Setup;
  prompts: Prompts;
  terminal: Terminal;
  isChecked: boolean;
}

export async function runSetup(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { 'no-check': { type: 'boolean' } } });
  // Nothing of this is needed by other commands.
  const { createSetup } = await import('./setup-form.ts');
  const prompts = await terminal.openPrompts();
  const asking = { setup: createSetup(terminal.process), prompts, terminal, isChecked: !values['no-check'] };
  try {
    return await Promise.race([askAll(asking), prompts.interrupted.then(() => stop(terminal))]);
  } finally {
    prompts.close();
  }
}

function stop(terminal: Terminal): number {
  terminal.complain('\nStopped. Nothing was changed.');
  return INTERRUPTED;
}

async function askAll(asking: Asking): Promise<number> {
  const { setup, terminal } = asking;
  const form = setup.form();
  say(
    terminal,
    `This writes Paperboy's settings to ${form.path}. Press Enter to accept the value in brackets.`,
  );
  if (asking.prompts.isInteractive) say(terminal, 'Press Ctrl-C to stop without changing anything.');
  const platform = await choosePlatform(form, asking);
  const tokens = await askPlatform(platform, asking);
  const answers = { ...tokens, ...(await askEach(form.common, asking)) };
  const questions = [...platform.questions, ...form.common];
  const shown = Object.fromEntries(questions.map(({ setting, value = '' }) => [setting, value]));
  return terminal.print(sayDone(setup.save(platform.name, answers, shown), terminal));
}

async function choosePlatform(
  { platforms, platform: present }: SetupForm,
  asking: Asking,
): Promise<Platform> {
  const { prompts, terminal } = asking;
  say(terminal, `\n${WHERE}`);
  terminal.print(platforms.map(({ title }, at) => `  ${at + 1}  ${title}\n`).join(''));
  for (;;) {
    const typed = (await prompts.ask(`Number or name [${present}]: `)) || present;
    const chosen = platforms.find(
      ({ name, title }, at) =>
        typed === String(at + 1) ||
        [name, title.split(':')[0]].some((one) => one?.toLowerCase() === typed.toLowerCase()),
    );
    if (chosen !== undefined) return chosen;
    const names = platforms.map(({ title }) => title.split(':')[0]);
    const problem = `There is no platform "${typed}". Type one of ${names.join(', ')}, or its number.`;
    refuse(problem, { label: WHERE }, typed, asking);
  }
}

/** Asks until the platform accepts the answers, or the person keeps them anyway. */
async function askPlatform(platform: Platform, asking: Asking): Promise<Record<string, string>> {
  const { setup, prompts, terminal, isChecked } = asking;
  if (platform.steps.length > 0)
    terminal.print(
      `\n${platform.steps.map((step, at) => wrapStep(`${at + 1}. ${step}`, terminal)).join('\n')}\n\n`,
    );
  for (;;) {
    const answers = await askEach(platform.questions, asking);
    if (platform.name === NO_PLATFORM || !isChecked) return answers;
    say(terminal, `\nAsking ${platform.title}...`);
    const findings = await setup.check(platform.name, answers);
    terminal.print(sayFindings(findings, terminal));
    if (worstOf(findings) !== 'fail') return answers;
    if (!prompts.isInteractive)
      throw new PaperboyError(
        'later',
        `${platform.title} doesn't accept these settings, so nothing was changed. \`paperboy setup --no-check\` writes them anyway.`,
      );
    const keep = await prompts.ask('\nPress Enter to type them again, or type `keep` to use them anyway: ');
    if (keep.toLowerCase() === 'keep') return answers;
  }
}

async function askEach(questions: readonly AskedQuestion[], asking: Asking): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const question of questions) answers[question.setting] = await askOne(question, asking);
  return answers;
}

/** Asks until the answer can be read; empty where what is set stays. */
async function askOne(question: AskedQuestion, asking: Asking): Promise<string> {
  const { setup, prompts, terminal } = asking;
  const { setting, label, hint, isSecret = false, isSet, value } = question;
  if (hint !== undefined) say(terminal, hint);
  const present = value ?? (isSet ? 'already set, not shown' : undefined);
  for (;;) {
    const typed = await prompts.ask(`${label}${present === undefined ? '' : ` [${present}]`}: `, isSecret);
    const answer = typed || value || '';
    if (answer === '' && isSet) return '';
    const problem = answer === '' ? `${setting} is needed.` : setup.problemWith(setting, answer);
    if (problem === undefined) return answer;
    refuse(problem, question, answer, asking);
  }
}

/**
 * At a terminal, the question comes again. In a pipe, the next line answers another one.
 * @throws PaperboyError `bad-settings` in a pipe, with the question, and the answer unless it is secret
 */
function refuse(
  problem: string,
  { label, isSecret = false }: Pick<AskedQuestion, 'label' | 'isSecret'>,
  answer: string,
  { prompts, terminal }: Asking,
): void {
  if (prompts.isInteractive) {
    terminal.complain(problem);
    return;
  }
  const shown = isSecret ? '' : ` "${answer.slice(0, MOST_SHOWN)}"`;
  const which = answer === '' ? `"${label}" has no answer` : `The answer${shown} to "${label}" can't be used`;
  throw new PaperboyError('bad-settings', `${which}. ${problem} Nothing was changed.`);
}

function sayDone({ path, written, copy, notes, next }: SetupDone, terminal: Terminal): string {
  const lines = [
    ...(written.length > 0 ? [`Wrote ${written.join(', ')} to ${path}, which only you may read.`] : []),
    ...(copy === undefined ? [] : [`The previous version is in ${copy}.`]),
    ...notes,
  ];
  const steps = next.map((step, at) => wrapStep(`${at + 1}. ${step}`, terminal));
  return `\n${lines.flatMap((line) => wrap(line, terminal, '', '')).join('\n')}\n\n${terminal.style('bold', 'Next')}\n${steps.join('\n')}\n`;
}

function wrapStep(step: string, terminal: Terminal): string {
  return wrap(step, terminal, '  ', '     ').join('\n');
}

function say(terminal: Terminal, line: string): void {
  const [, breaks = '', text = ''] = /^(\n*)(.*)$/s.exec(line) ?? [];
  terminal.print(`${breaks}${wrap(text, terminal, '', '').join('\n')}\n`);
}

/** Measures how long commands, buttons and forms take to be answered. */
import { Histogram, type Registry } from 'prom-client';
import { cleanTyped } from '../commands/clean-input.ts';
import { parseCommand } from '../commands/parse.ts';
import { ButtonAction } from '../model/message.ts';
import type { CommandService } from '../model/ports.ts';

/** Platforms wait 3 s for the first answer. Seconds. */
const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];
const ACTS: ReadonlySet<string> = new Set(ButtonAction.options.map(({ shape }) => shape.do.value));

/** Returns a function that makes a service measured. What is typed is in no label: only the name of its command is. */
export function createCommandMetrics(registry: Registry): (service: CommandService) => CommandService {
  const seconds = new Histogram({
    name: 'paperboy_command_seconds',
    help: 'From a request to its answer, by command; asked by text, button, form, suggest or home.',
    labelNames: ['command', 'asked'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const timed = async <T>(command: string, asked: string, work: () => Promise<T>): Promise<T> => {
    const end = seconds.startTimer({ command, asked });
    try {
      return await work();
    } finally {
      end();
    }
  };
  return (service) => ({
    ...service,
    ask: (asked) => timed(commandIn(asked.text, asked.chosen), 'text', () => service.ask(asked)),
    press: (pressed) => timed(commandOf(pressed.act), 'button', () => service.press(pressed)),
    form: (place) => timed('settings', 'form', () => service.form(place)),
    fill: (filled) => timed('settings', 'form', () => service.fill(filled)),
    suggest: (...asked) => timed('suggest', 'suggest', () => service.suggest(...asked)),
    home: (asked) => timed('home', 'home', () => service.home(asked)),
  });
}

/** A command's name, `search`, or `misused`. */
function commandIn(text: string, chosen?: boolean): string {
  return parseCommand(cleanTyped(text), chosen).name;
}

function commandOf(act: ButtonAction): string {
  if (act.do === 'ask') return commandIn(String(act.text));
  return ACTS.has(act.do) ? act.do : 'unknown';
}

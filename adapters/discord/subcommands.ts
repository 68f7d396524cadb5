/** Translates a subcommand of `/digest` and its options into what is typed after `/papers`. */
import type { APIApplicationCommandInteractionDataBasicOption } from 'discord.js';

export type Options = ReadonlyMap<string, string>;

export function optionsOf(options: readonly APIApplicationCommandInteractionDataBasicOption[] = []): Options {
  return new Map(
    options.map((option) => [option.name, 'value' in option ? String(option.value).trim() : '']),
  );
}

export function typedFor(name: string, options: Options): string {
  const given = (option: string) => options.get(option) ?? '';
  switch (name) {
    case 'subscribe':
      return `subscribe ${given('query')}`;
    case 'unsubscribe':
      return `unsubscribe ${given('topic')}`;
    case 'schedule':
      return scheduleFor(given);
    case 'limit':
      return `limit ${given('papers')}`;
    case 'order':
      return `order ${given('by')}`;
    case 'abstracts':
    case 'quiet':
      return `${name} ${given('on') === 'true' ? 'on' : 'off'}`;
    case 'why':
    case 'cite':
    case 'save':
    case 'unsave':
      return `${name} ${given('id')}`;
    case 'date':
      return `date ${given('day')}`;
    case 'help':
      return `help ${given('command')}`.trim();
    default:
      return name;
  }
}

/** All options as they were given, so that none is dropped: what contradicts itself is refused by the core. */
function scheduleFor(given: (option: string) => string): string {
  const [days, time] = [given('days'), given('time')];
  const when = given('when') || (days !== '' ? 'weekly' : time !== '' ? 'daily' : '');
  return ['schedule', when, days, time, given('zone')].filter((part) => part !== '').join(' ');
}

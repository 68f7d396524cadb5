/** What a person types in, the time zones they may mean out. */
import type { PlainTextOption } from '@slack/types';
import { option } from './forms.ts';
import { LIMITS } from './limits.ts';

/** Zones that have what was typed in their name, those that begin with it first; at most as many as Slack shows. */
export function findZones(typed: string): PlainTextOption[] {
  const wanted = fold(typed);
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  const rank = (zone: string) => (fold(zone.split('/').at(-1) ?? '').startsWith(wanted) ? 0 : 1);
  return zones
    .filter((zone) => fold(zone).includes(wanted))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, LIMITS.options)
    .map((zone) => option(zone));
}

function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}

/** Lists the time zones that a person may mean, as options of a menu. */
import type { PlainTextOption } from '@slack/types';
import { completeZone } from '../../src/model/zone-completion.ts';
import { option } from './forms.ts';
import { LIMITS } from './limits.ts';

/** Zones for what is typed so far, best first; at most as many as Slack shows. */
export function findZones(typed: string): PlainTextOption[] {
  return completeZone(typed, LIMITS.options).map((zone) => option(zone));
}

/** Lists the adapter of the local workspace, which runs unless it is turned off. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { formatSpaceId } from '../../src/model/channel-id.ts';
import { keyOf, ownerOf, placeOf, SPACE } from './channel-names.ts';
import { openLocalChannels } from './channels.ts';
import { readWebSettings, type WebSettings } from './settings.ts';
import { isDirect, subjectOf, WEB_TRACES } from './traces.ts';

export const web: AdapterDefinition<WebSettings> = {
  name: 'web',
  secrets: [],
  readSettings: readWebSettings,
  listensAt: ({ host, port }) => ({ setting: 'PORT', host, port }),
  create: async (settings, outside) => (await import('./index.ts')).createWeb(settings, outside),
  traces: WEB_TRACES,
  isDirect,
  subjectOf,
  cliCommands: [],
  local: {
    firstChannel: placeOf({ key: 'general', name: 'general' }).id,
    space: formatSpaceId(SPACE.platform, SPACE.space),
    isShared: (channel) => keyOf(channel) !== undefined && ownerOf(keyOf(channel) ?? '') === undefined,
    places: async (shelf, clock) => (await openLocalChannels(shelf, clock)).places(),
  },
};

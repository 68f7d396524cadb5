/** Lists the adapter of the local workspace, which runs unless it is turned off. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { placeOf } from './channel-names.ts';
import { openLocalChannels } from './channels.ts';
import { readWebSettings, type WebSettings } from './settings.ts';

export const web: AdapterDefinition<WebSettings> = {
  name: 'web',
  secrets: [],
  readSettings: readWebSettings,
  listensAt: ({ host, port }) => ({ setting: 'PORT', host, port }),
  create: async (settings, outside) => (await import('./index.ts')).createWeb(settings, outside),
  cliCommands: [],
  local: {
    firstChannel: placeOf({ key: 'general', name: 'general' }).id,
    places: async (shelf, clock) => (await openLocalChannels(shelf, clock)).places(),
  },
};

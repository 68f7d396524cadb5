/** The sources that the settings name, built. */
import { fileURLToPath } from 'node:url';
import type { SourceSetting } from '../config.ts';
import type { Clock, Source } from '../ports.ts';
import { createFileSource } from '../sources/files.ts';

const BUNDLED = fileURLToPath(new URL('../../fixtures/daily-papers-2025-12-12.txt', import.meta.url));

/** @param isEmpty whether no paper is kept: the bundled digest is for a first look, not mixed into papers of one's own */
export function sourcesOf(
  settings: readonly SourceSetting[],
  clock: Clock,
  isEmpty: () => boolean,
): Source[] {
  return settings.map((setting) => {
    if (setting.kind === 'folder') return createFileSource(`folder ${setting.path}`, setting.path, clock);
    const file = createFileSource('bundled digest', BUNDLED, clock);
    return { name: file.name, fetch: async () => (isEmpty() ? file.fetch() : []) };
  });
}

/** What the handlers of Slack's requests work with. */
import type { RateLimiter, Sleep } from '../../src/chat/rate-limiter.ts';
import type { CommandService, Log, Person, Place } from '../../src/model/ports.ts';
import type { StoredActions } from './buttons.ts';
import type { Files } from './files.ts';
import type { Removals } from './installations.ts';
import type { LiveCount } from './live-count.ts';
import type { Directory } from './places.ts';
import type { Answer } from './reply.ts';
import type { Workspaces } from './workspaces.ts';

export interface HandlerContext {
  service: CommandService;
  directory: Directory;
  workspaces: Workspaces;
  answer: Answer;
  liveCount: LiveCount;
  actions: StoredActions;
  files: Files;
  removals: Removals;
  limiter: RateLimiter;
  /** Only admins and owners of the workspace may change what a channel gets. */
  adminsOnly: boolean;
  /** A person's own conversation with Paperboy. Throws where there can be none. */
  openDirect(person: Person): Promise<Place>;
  sleep: Sleep;
  log: Log;
}

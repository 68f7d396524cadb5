/** Keeps what is for whoever runs Paperboy from everyone else. */
import { isLoopback } from '../../src/chat/allowed-host.ts';

/** What is given, where the workspace listens on this machine alone. @param host the HOST setting */
export function forOperators<T>(given: T | undefined, host: string): T | undefined {
  return isLoopback(host.toLowerCase()) ? given : undefined;
}

/** The interface of connections to a Postgres server: a pool, or in tests PGlite's single one. */

/** The rows of a statement, and how many it changed. */
export interface Result {
  rows: unknown[];
  changed: number | undefined;
}

export interface Connection {
  /** @param prepare under which name the statement is prepared and kept; absent: it is not */
  query(text: string, values?: readonly unknown[], prepare?: string): Promise<Result>;
  /** Gives the connection back; `broken` closes it instead. */
  release(broken?: 'broken'): void;
}

/** Hears notifications of one channel. */
export interface Listener {
  heard(payload: string): void;
  /** The connection was made, or made again: what happened before was not heard. */
  connected(): void;
}

export interface Connections {
  /** Waits for a free connection for some seconds at most. */
  acquire(): Promise<Connection>;
  /** Listens on a connection of its own, which is made again whenever it breaks. */
  listen(channel: string, listener: Listener): { stop(): Promise<void> };
  close(): Promise<void>;
}

/** Reads HOST and PORT, on which the local workspace listens. */
import { createSettingReader } from '../../src/chat/setting-reader.ts';
import type { Env } from '../../src/model/adapter-definition.ts';

export interface WebSettings {
  /** A name or an address of this machine, such as `127.0.0.1`; `0.0.0.0` or `::` is every one of them. */
  host: string;
  /** 0 to 65535; 0 takes any free one. */
  port: number;
}

/** Reads `HOST` (127.0.0.1) and `PORT` (3000); empty means missing. All problems come together. */
export function readWebSettings(env: Env): { settings: WebSettings } | { problems: string[] } {
  const reader = createSettingReader(env);
  const settings = { host: reader.host(), port: reader.port('PORT', 3000) };
  return reader.problems.length > 0 ? { problems: reader.problems } : { settings };
}

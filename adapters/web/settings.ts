/** Reads WEB, which turns the local workspace off, and HOST and PORT, on which it listens. */
import { createSettingReader } from '../../src/chat/setting-reader.ts';
import type { Env, ReadSettings } from '../../src/model/adapter-definition.ts';

export interface WebSettings {
  /** A name or an address of this machine, such as `127.0.0.1`; `0.0.0.0` or `::` is every one of them. */
  host: string;
  /** 0 to 65535; 0 takes any free one. */
  port: number;
}

/** Reads `WEB` (on), `HOST` (127.0.0.1) and `PORT` (3000); empty means missing. All problems come together. */
export function readWebSettings(env: Env): ReadSettings<WebSettings> {
  const reader = createSettingReader(env);
  const isOn = reader.isOn('WEB', true);
  const settings = { host: reader.host(), port: reader.port('PORT', 3000) };
  if (reader.problems.length > 0) return { problems: reader.problems };
  return { settings: isOn ? settings : undefined };
}

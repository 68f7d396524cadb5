/** Reads PUBLIC_PAGES, ACCESS_TOKEN and PUBLIC_URL, which say who may read the pages, feeds and API, and where they are. */
import { isLoopback } from '../../src/chat/allowed-host.ts';
import { createSettingReader } from '../../src/chat/setting-reader.ts';
import type { Env, ReadSettings } from '../../src/model/adapter-definition.ts';

/** Who may read: anyone; who knows the token; this machine alone; nobody. */
export type Audience = 'public' | 'token' | 'machine' | 'nobody';

export interface SiteSettings {
  audience: Audience;
  /** Of the audience `token`. */
  token?: string;
  /** Without a slash at its end: what links begin with. Absent: the address by which a page was asked for. */
  publicUrl?: string;
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** They are served by the local workspace; else on the port themselves, where anyone else may read them. */
  isBeside: boolean;
}

export const SITE_SECRETS: readonly string[] = ['ACCESS_TOKEN'];
/** Shorter ones can be guessed. */
const LEAST_TOKEN = 16;

/** All problems come together. */
export function readSiteSettings(env: Env): ReadSettings<SiteSettings> {
  const reader = createSettingReader(env);
  const { given, problems } = reader;
  const isPublic = reader.isOn('PUBLIC_PAGES', false);
  const token = given('ACCESS_TOKEN');
  if (token !== undefined) reader.checkCopied('ACCESS_TOKEN');
  if (token !== undefined && token.length < LEAST_TOKEN)
    problems.push(`ACCESS_TOKEN has ${token.length} characters and needs ${LEAST_TOKEN}.`);
  const publicUrl = reader.publicUrl();
  const place = { host: reader.host(), port: reader.port('PORT', 3000), isBeside: reader.isOn('WEB', true) };
  if (problems.length > 0) return { problems };
  const other = isLoopback(place.host.toLowerCase()) ? 'machine' : 'nobody';
  const audience = isPublic ? 'public' : token === undefined ? other : 'token';
  return {
    settings: {
      ...place,
      audience,
      ...(token === undefined ? {} : { token }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
    },
  };
}

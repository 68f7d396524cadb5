/** Looks whether the mail server takes the password, the mailbox for bounces opens, and the sender's domain says who may send for it. */
import { resolveTxt } from 'node:dns/promises';
import { codeOf } from '../../src/model/errors.ts';
import { doubtful, type Finding, failed, well } from '../../src/model/finding.ts';
import { createApi } from './api.ts';
import { readFailure } from './errors.ts';
import { openMailboxOnce, reasonOf } from './imap.ts';
import type { EmailSettings } from './settings.ts';

/** Looks up the texts of a name, each in parts. */
type Resolve = (name: string) => Promise<string[][]>;

/** The name is there without such a text. */
const NO_TEXT = 'ENODATA';
/** There is no such name: for a domain that mail is sent from, more is wrong than a missing text. */
const NO_NAME = 'ENOTFOUND';

/** @param resolve asks DNS; a test passes its own */
export async function examineEmail(
  settings: EmailSettings,
  resolve: Resolve = resolveTxt,
): Promise<Finding[]> {
  const { server, from, bounces } = settings;
  const login = createApi(server)
    .check()
    .then(
      () => well('mail', 'The mail server can be reached and takes the password.'),
      (thrown: unknown) => failed('mail', readFailure(thrown, 'Mail').message),
    );
  const mailbox = bounces?.mailbox && examineMailbox(bounces.mailbox);
  const records = examineRecords(from.domain, resolve);
  return [await login, ...(mailbox ? [await mailbox] : []), ...(await records)];
}

async function examineMailbox(mailbox: Parameters<typeof openMailboxOnce>[0]): Promise<Finding> {
  try {
    await openMailboxOnce(mailbox);
    return well('mail', 'The mailbox for bounces can be opened.');
  } catch (thrown) {
    return failed('mail', `Bounces can't be read. ${reasonOf(thrown)}`);
  }
}

/** SPF says which servers may send for a domain, DMARC what becomes of mail from others. Subdomains have their parents' DMARC. */
async function examineRecords(domain: string, resolve: Resolve): Promise<Finding[]> {
  try {
    const spf = await hasText(domain, 'v=spf1', resolve);
    const dmarc = await hasPolicy(domain, resolve);
    const missing = [...(spf ? [] : ['SPF']), ...(dmarc ? [] : ['DMARC'])];
    if (missing.length === 0) return [well('mail', `${domain} has SPF and DMARC records.`)];
    return [
      doubtful(
        'mail',
        `${domain} has no ${missing.join(' and no ')} record, so other servers may refuse its mail.`,
        'See docs/mail.md for what to add where the domain is kept.',
      ),
    ];
  } catch (error) {
    if (codeOf(error) === NO_NAME)
      return [failed('mail', `DNS knows no domain ${domain}.`, 'Check MAIL_FROM.')];
    return [
      doubtful(
        'mail',
        `DNS doesn't answer for ${domain} (${codeOf(error) ?? 'unknown'}), so its SPF and DMARC records are unknown.`,
      ),
    ];
  }
}

/** Whether the domain, or the nearest of its parents that has one, has a DMARC record. */
async function hasPolicy(domain: string, resolve: Resolve): Promise<boolean> {
  if (await hasText(`_dmarc.${domain}`, 'v=DMARC1', resolve)) return true;
  const parent = domain.slice(domain.indexOf('.') + 1);
  return parent !== domain && parent.includes('.') && hasPolicy(parent, resolve);
}

async function hasText(name: string, beginning: string, resolve: Resolve): Promise<boolean> {
  try {
    const texts = await resolve(name);
    return texts.some((parts) => parts.join('').toLowerCase().startsWith(beginning.toLowerCase()));
  } catch (error) {
    const code = codeOf(error);
    if (code === NO_TEXT || (code === NO_NAME && name.startsWith('_'))) return false;
    throw error;
  }
}

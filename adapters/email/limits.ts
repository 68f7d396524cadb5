/** What mail servers and mail programs take, as named constants, each with the page that says so. */

/**
 * Gmail shows no more of a message: beyond 102 KB it is clipped, and the link to unsubscribe with it. UTF-8 bytes of the
 * HTML, with room for what servers on the way add. https://developers.google.com/workspace/gmail/design/css
 */
export const MOST_HTML = 98_000;
/** Longer lines are folded by some servers. https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1 */
export const TEXT_WIDTH = 72;
/** Phones show some 40 characters of a subject, other programs up to 150. */
export const SUBJECT = 140;

/** Below these, a server takes part in nothing. Milliseconds. */
export const CONNECT_MS = 6_000;
/** Nothing moves on a connection for so long, before the server has the message: it is given up. Milliseconds. */
export const SILENT_MS = 9_000;
/** All of one message, from the connection until the server has it. Milliseconds. */
export const SEND_MS = 17_000;
/**
 * The server has the message, and checks it before it answers. Whoever gives up earlier sends again what was taken.
 * Milliseconds. https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2.6
 */
export const TAKING_MS = 10 * 60_000;

/** Between two messages to addresses of one domain, from all processes together: 60 a minute. Milliseconds. */
export const DOMAIN_GAP_MS = 1_000;
/** Posts a second to all domains together. */
export const PER_SECOND = 10;
/** A message waits this long for its domain's turn; beyond it, it is put off. Milliseconds. */
export const PATIENCE_MS = 5_000;
/** The core waits for an answer as long as all steps together may take. Milliseconds. */
export const ANSWER_MS = PATIENCE_MS + SEND_MS + TAKING_MS + 3_000;

/** Wait after a 4xx answer: greylisting takes a message after some minutes. https://www.rfc-editor.org/rfc/rfc5321#section-4.5.4.1 */
export const TRY_AGAIN_MS = 10 * 60_000;
/** Wait after an answer that is about our own settings, such as a wrong password. Milliseconds. */
export const MEND_MS = 30 * 60_000;
/** Posts to one address that a server refused for good, one after the other, before it is left alone. */
export const MOST_REFUSALS = 3;

/**
 * Servers give a message up after four or five days, and then send it back; those that report abuse may take longer. As long as it
 * is known whom a message was for. Milliseconds. https://www.rfc-editor.org/rfc/rfc5321#section-4.5.4.1
 */
export const REMEMBERED_MS = 14 * 24 * 3_600_000;
/** A message that has not come back within this has arrived. Milliseconds. */
export const RETURN_MS = 6 * 24 * 3_600_000;

/** Bytes of a message that came back which are read: what is said of it comes first, the original behind. */
export const MOST_REPORT = 256 * 1024;
/** Lines of it that are read. Reading one costs about a hundredth of a millisecond, however short it is. */
export const MOST_REPORT_LINES = 3_000;
/** Recipients that are read of one report. */
export const MOST_RECIPIENTS = 50;
/** Characters of a server's answer that are shown. */
export const MOST_ANSWER = 240;

/** How often the mailbox for bounces is looked into, by all processes together. Milliseconds. */
export const MAILBOX_MS = 5 * 60_000;
/** A process that ends soon reads it for so long. Milliseconds. */
export const CATCH_UP_MS = 20_000;
/** Messages that are read of it at one look. */
export const MOST_MESSAGES = 500;

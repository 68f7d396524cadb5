/** Hands messages to the SMTP server, one connection each, and knows how far each one came. */
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { HeldUp } from '../../src/chat/may-start.ts';
import { CONNECT_MS, SEND_MS, SILENT_MS, TAKING_MS } from './limits.ts';
import type { MailServer } from './server-url.ts';

export interface Envelope {
  from: string;
  to: string;
}

/** What a server answered, or that it did not. */
export class Unsent extends Error {
  /** Nothing of the message was handed over, or the server said that it did not take it: it certainly did not arrive. */
  readonly isCertain: boolean;
  /** The server's answer: `550`, and `550 5.1.1 No such user` in its words. */
  readonly status?: number;
  readonly answer?: string;
  /** The command that was answered, such as `RCPT TO`. */
  readonly command?: string;
  /** A code of the system or of the client, such as `ECONNREFUSED`, where there was no answer. */
  readonly reason?: string;

  constructor(thrown: unknown, hasBegun: boolean) {
    super('The message was not taken.');
    const { responseCode, response, command, code, originalCode } = thrown as Record<string, unknown>;
    const isAnswer = typeof responseCode === 'number' && responseCode >= 400;
    this.isCertain = isAnswer || !hasBegun;
    if (isAnswer) this.status = responseCode;
    if (typeof response === 'string') this.answer = response;
    if (typeof command === 'string') this.command = command;
    const reason = originalCode ?? code;
    if (typeof reason === 'string') this.reason = reason;
  }
}

export interface Api {
  /**
   * Resolves once the server has taken the message. `mayStart` is asked right before the first byte of it is handed over.
   * @throws Unsent, and HeldUp where it may not start
   */
  send(envelope: Envelope, message: Buffer, mayStart: () => boolean): Promise<void>;
  /** Resolves where the server can be reached and takes the password. @throws Unsent */
  check(): Promise<void>;
  /** Cuts what is under way: a message that was handed over is not known to have arrived. */
  stop(): void;
}

/** @param waits how long each step may take, unless it is the usual. Milliseconds. */
export function createApi(
  server: MailServer,
  waits = { connectMs: CONNECT_MS, silentMs: SILENT_MS, sendMs: SEND_MS, takingMs: TAKING_MS },
): Api {
  /** Ends each connection that is open. */
  const open = new Set<() => void>();

  /** Opens a connection for `work`, and closes it again. Rejects with what the client threw. */
  async function connected(
    work: (connection: SMTPConnection, step: Step, handedOver: () => void) => Promise<void>,
  ): Promise<void> {
    const connection = new SMTPConnection({
      host: server.host,
      port: server.port,
      secure: server.secure,
      requireTLS: server.startTls === 'required',
      ignoreTLS: server.startTls === 'never',
      connectionTimeout: waits.connectMs,
      greetingTimeout: waits.silentMs,
      dnsTimeout: waits.connectMs,
      socketTimeout: waits.silentMs,
    });
    const { promise: late, reject } = Promise.withResolvers<never>();
    late.catch(() => {});
    const endIn = (ms: number) =>
      setTimeout(() => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), ms);
    let end = endIn(waits.sendMs);
    const handedOver = () => {
      clearTimeout(end);
      end = endIn(waits.takingMs);
      // The client has one limit for all steps.
      (connection as { _socket?: Socket })._socket?.setTimeout(waits.takingMs);
    };
    // Closing a connection tells nobody who waits for it.
    const cut = () => reject(Object.assign(new Error('stopped'), { code: 'ECONNECTION' }));
    open.add(cut);
    const talk = async () => {
      const step = stepsOf(connection);
      const { user, pass = '' } = server;
      await step((done) => connection.connect(done));
      if (user !== undefined) await step((done) => connection.login({ user, pass }, done));
      await work(connection, step, handedOver);
    };
    try {
      await Promise.race([talk(), late]);
      connection.quit();
    } catch (thrown) {
      connection.close();
      throw thrown;
    } finally {
      clearTimeout(end);
      open.delete(cut);
    }
  }

  return {
    async send({ from, to }, message, mayStart) {
      let tell = () => {};
      const { stream, hasBegun, isHeldUp } = guard(message, mayStart, () => tell());
      try {
        await connected((connection, step, handedOver) => {
          tell = handedOver;
          return step((done) => connection.send({ from, to: [to] }, stream, (error) => done(error)));
        });
      } catch (thrown) {
        throw isHeldUp() ? new HeldUp() : new Unsent(thrown, hasBegun());
      }
    },
    async check() {
      await connected(async () => {}).catch((thrown: unknown) => {
        throw new Unsent(thrown, false);
      });
    },
    stop() {
      for (const cut of open) cut();
    },
  };
}

/** Does one step of the client's, such as its login. Rejects with what the client threw. */
type Step = (start: (done: (error?: Error | null) => void) => void) => Promise<void>;

function stepsOf(connection: SMTPConnection): Step {
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => {});
  // It may be told more than once, and after the message was taken.
  connection.on('error', reject);
  return (start) =>
    Promise.race([
      broken,
      new Promise<void>((resolve, failed) => start((error) => (error ? failed(error) : resolve()))),
    ]);
}

/**
 * A stream of the message that fails before anything was read where it may not start.
 * @param onEnd is called when all of it was read
 */
function guard(message: Buffer, mayStart: () => boolean, onEnd: () => void) {
  let hasBegun = false;
  let isHeldUp = false;
  const stream = new Readable({
    read() {
      if (!hasBegun) isHeldUp = !mayStart();
      // The client changes the error that it is given.
      if (isHeldUp) return void this.destroy(new Error('held up'));
      if (hasBegun) {
        onEnd();
        return void this.push(null);
      }
      hasBegun = true;
      this.push(message);
    },
  });
  return { stream, hasBegun: () => hasBegun, isHeldUp: () => isHeldUp };
}

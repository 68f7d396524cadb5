/** A small IMAP server on loopback for tests: one folder, and the commands that a client needs to read it. It writes down what it is asked. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface ImapMessage {
  uid: number;
  raw: Buffer;
  flags: Set<string>;
}

export interface ImapServer {
  port: number;
  messages: ImapMessage[];
  validity: number;
  /** Each command, without its tag. */
  commands: string[];
  /** Commands at which the connection is cut, once for each. */
  cuts: string[];
  /** What it lists beside its messages, as a server that counts wrong. */
  phantoms: number[];
  /** Folders that it lists and refuses to open. */
  shut: string[];
  /** Numbers of messages that it does not hand over, each with what it answers: lines, and the end behind its tag. */
  refused: Map<number, string>;
  /** Logins are refused while true. */
  isLocked: boolean;
  add(raw: Buffer | string, flags?: string[]): ImapMessage;
  close(): Promise<void>;
}

export async function openImapServer(user: string, pass: string): Promise<ImapServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (state.cuts[0] === 'CONNECT') {
      state.cuts.shift();
      socket.destroy();
      return;
    }
    socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n');
    let rest = '';
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(socket, line);
    });
  });
  const isRight = (token: string) => Buffer.from(token, 'base64').toString() === `\0${user}\0${pass}`;

  /** Tags of logins whose password is the next line. */
  const logins = new Map<Socket, string>();

  function answer(socket: Socket, line: string): void {
    const login = logins.get(socket);
    logins.delete(socket);
    const [, tag = '*', command = ''] = /^(\S+) (.*)$/s.exec(line) ?? [];
    if (login !== undefined) {
      const isLet = isRight(line) && !state.isLocked;
      const wrong = 'NO [AUTHENTICATIONFAILED] wrong password of this user';
      socket.write(`${login} ${isLet ? 'OK done' : wrong}\r\n`);
      return;
    }
    const name = command.replace(/^(UID )?(\S+).*$/s, '$1$2').toUpperCase();
    state.commands.push(command);
    const cut = state.cuts.indexOf(name);
    if (cut >= 0) {
      state.cuts.splice(cut, 1);
      socket.destroy();
    } else if (name === 'AUTHENTICATE') {
      logins.set(socket, tag);
      socket.write('+ \r\n');
    } else {
      const refusal = state.refused.get(Number(/^UID FETCH (\d+) .*BODY/i.exec(command)?.[1]));
      const lines = refusal === undefined ? linesFor(name, command) : refusal.split('\r\n').slice(0, -1);
      const end = refusal?.split('\r\n').at(-1) ?? (lines === undefined ? 'NO that is not here' : 'OK done');
      socket.write([...(lines ?? []), `${tag} ${end}\r\n`].join('\r\n'), 'latin1');
      if (name === 'LOGOUT') socket.end();
    }
  }

  /** What comes before the end of an answer; undefined where the command is refused. */
  function linesFor(name: string, command: string): string[] | undefined {
    switch (name) {
      case 'CAPABILITY':
        return ['* CAPABILITY IMAP4rev1 AUTH=PLAIN'];
      case 'NAMESPACE':
        return ['* NAMESPACE (("" "/")) NIL NIL'];
      case 'LIST':
      case 'LSUB':
        if (/"" ""$/.test(command)) return [`* ${name} (\\Noselect) "/" ""`];
        return ['INBOX', ...state.shut]
          .filter((folder) => command.includes(folder))
          .map((folder) => `* ${name} (\\HasNoChildren) "/" ${folder}`);
      case 'SELECT':
      case 'EXAMINE':
        return /^(?:SELECT|EXAMINE) "?INBOX"?$/.test(command) ? selected() : undefined;
      case 'UID SEARCH':
        return [`* SEARCH ${found(command).join(' ')}`.trim()];
      case 'UID FETCH':
        return fetched(command);
      case 'UID STORE': {
        const [, uid, flag = ''] = /STORE (\d+) \+FLAGS(?:\.SILENT)? \((\S+)\)/i.exec(command) ?? [];
        state.messages.find((one) => one.uid === Number(uid))?.flags.add(flag);
        return [];
      }
      case 'LOGOUT':
        return ['* BYE'];
      default:
        return /^(?:ID|NOOP|CLOSE)$/.test(name) ? [] : undefined;
    }
  }

  const lastUid = () => state.messages.at(-1)?.uid ?? 0;

  function selected(): string[] {
    return [
      '* FLAGS (\\Seen \\Deleted)',
      '* OK [PERMANENTFLAGS (\\Seen \\Deleted)]',
      `* ${state.messages.length} EXISTS`,
      `* OK [UIDVALIDITY ${state.validity}]`,
      `* OK [UIDNEXT ${lastUid() + 1}]`,
    ];
  }

  /** As the protocol has it, `9:*` holds the last message whatever its number is. */
  function found(command: string): number[] {
    const from = Number(/ UID (\d+):\*/.exec(command)?.[1] ?? 0);
    const own = state.messages.map(({ uid }) => uid).filter((uid) => uid >= from || uid === lastUid());
    return [...own, ...state.phantoms];
  }

  function fetched(command: string): string[] {
    const [, uid, most] = /FETCH (\d+) (?:.*<0\.(\d+)>)?/i.exec(command) ?? [];
    const at = state.messages.findIndex((one) => one.uid === Number(uid));
    const message = state.messages[at];
    if (message === undefined) return [];
    if (most === undefined) return [`* ${at + 1} FETCH (UID ${uid})`];
    const raw = message.raw.subarray(0, Number(most)).toString('latin1');
    return [`* ${at + 1} FETCH (UID ${uid} BODY[]<0> {${raw.length}}\r\n${raw})`];
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: ImapServer = {
    port: (server.address() as AddressInfo).port,
    messages: [],
    validity: 1,
    commands: [],
    cuts: [],
    phantoms: [],
    shut: [],
    refused: new Map(),
    isLocked: false,
    add(raw, flags = []) {
      const uid = (state.messages.at(-1)?.uid ?? 0) + 1;
      const message = { uid, raw: Buffer.from(raw), flags: new Set(flags) };
      state.messages.push(message);
      return message;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return state;
}

/** `paperboy completion bash|zsh|fish`: prints a script by which a shell completes commands, options and their values. */
import type { CliCommand, CliOption } from '../model/adapter-definition.ts';
import { badUsage } from '../model/errors.ts';
import type { Terminal } from './terminal.ts';

type Command = Pick<CliCommand, 'name' | 'does' | 'options' | 'completes'>;

const HELP: Command = { name: 'help', does: 'help on Paperboy, or on a command' };
const HELP_OPTION: CliOption = { name: 'help', does: 'help on this command' };

/** Returns the command. @param all the commands that it completes */
export function completionOf(all: readonly Command[]) {
  return async ([shell = '', ...more]: string[], terminal: Terminal): Promise<number> => {
    const write = more.length === 0 && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (write === undefined)
      throw badUsage('`completion` needs one shell: paperboy completion bash, zsh or fish.');
    const help = { ...HELP, completes: all.map(({ name }) => name) };
    return terminal.print(write([...all, help]));
  };
}

const SHELLS: Record<string, (commands: readonly Command[]) => string> = { bash, zsh, fish };

const optionsOf = ({ options = [] }: Command) => [...options, HELP_OPTION];
const wordsOf = ({ completes }: Command) => (typeof completes === 'object' ? completes : []);
/** Within single quotes of bash and zsh. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Words after an option with a value, after a command, and in the first place. */
function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const values = optionsOf(command).flatMap(({ name, value, choices = [] }) =>
      value === undefined ? [] : [`      --${name}) values=${quoted(choices.join(' '))}; takes=1 ;;`],
    );
    const words = [...wordsOf(command), ...optionsOf(command).map(({ name }) => `--${name}`)];
    return `  ${command.name})
    case "$last" in
${[...values, '      *) ;;'].join('\n')}
    esac
    words=${quoted(words.join(' '))}; files=${command.completes === 'files' ? 1 : ''} ;;`;
  });
  return `# Completion of paperboy for bash: source <(paperboy completion bash)
_paperboy() {
  local word="\${COMP_WORDS[COMP_CWORD]}" last="\${COMP_WORDS[COMP_CWORD-1]}" words="" values="" takes="" files=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted([...commands.map(({ name }) => name), '--help', '--version'].join(' '))} -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  *) return ;;
  esac
  if [ -n "$takes" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
    return
  fi
  if [ -n "$files" ] && [ "\${word#-}" = "$word" ]; then
    local IFS=$'\\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$word"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _paperboy paperboy
`;
}

/** \`_arguments\` gives a description with each word; a colon in one has a backslash before it. */
function zsh(commands: readonly Command[]): string {
  const described = ({ name, does }: Command) => quoted(`${name}:${does.replaceAll(':', '\\:')}`);
  const plain = (text: string) => text.replace(/[[\]:\\]/g, '\\$&');
  const cases = commands.map((command) => {
    const options = optionsOf(command).map(({ name, value, does, choices }) => {
      const after = value === undefined ? '' : `:${plain(value)}:${choices ? `(${choices.join(' ')})` : ''}`;
      return quoted(`--${name}[${plain(does)}]${after}`);
    });
    const words = wordsOf(command);
    const rest =
      command.completes === 'files'
        ? [quoted('*:file:_files')]
        : words.length > 0
          ? [quoted(`1:word:(${words.join(' ')})`)]
          : [];
    return `    ${command.name}) _arguments ${[...options, ...rest].join(' ')} ;;`;
  });
  return `#compdef paperboy
# Completion of paperboy for zsh: source <(paperboy completion zsh), after compinit.
_paperboy() {
  local -a commands
  commands=(${commands.map(described).join(' ')})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _paperboy paperboy
`;
}

function fish(commands: readonly Command[]): string {
  // In single quotes, fish knows a backslash before a quote and before a backslash.
  const text = (one: string) => `'${one.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap((command) => {
    const inIt = `-n '__fish_seen_subcommand_from ${command.name}'`;
    const words = wordsOf(command);
    return [
      `complete -c paperboy -n __fish_use_subcommand -a ${command.name} -d ${text(command.does)}`,
      ...optionsOf(command).map(({ name, value, does, choices }) => {
        const after = value === undefined ? '' : ` -x${choices ? ` -a ${text(choices.join(' '))}` : ''}`;
        return `complete -c paperboy ${inIt} -l ${name}${after} -d ${text(does)}`;
      }),
      ...(words.length > 0 ? [`complete -c paperboy ${inIt} -a ${text(words.join(' '))}`] : []),
      ...(command.completes === 'files' ? [`complete -c paperboy ${inIt} -F`] : []),
    ];
  });
  return `# Completion of paperboy for fish: paperboy completion fish > ~/.config/fish/completions/paperboy.fish
complete -c paperboy -f
${lines.join('\n')}
`;
}

import { Argument, Command, Option } from 'commander';
import { quote } from '../lib/gitops/kubectl/shell';
import { defineCommand, Define } from './command';
import { ExitCode } from './exit-codes';
import { Terminal } from './terminal';

/** Scripts by the name of their shell. */
const SCRIPTS: { readonly [shell: string]: (program: Command) => string } = { bash, fish, zsh };

/**
 * `cdk8s-spinkube completion`: prints a script that completes commands, options and their choices.
 *
 * @param programOf the program with all of its commands
 */
export function completionCommand(programOf: (terminal: Terminal) => Command): Define {
  return defineCommand<[string], object>({
    arguments: [new Argument('<shell>', 'shell').choices(Object.keys(SCRIPTS))],
    options: [],
    examples: [
      'source <(cdk8s-spinkube completion bash)  # in ~/.bashrc',
      'source <(cdk8s-spinkube completion zsh)   # in ~/.zshrc, after compinit',
      'cdk8s-spinkube completion fish > ~/.config/fish/completions/cdk8s-spinkube.fish',
    ],
    exitCodes: '0 printed, 2 wrong usage',
    run: ([shell], _, terminal) => {
      terminal.stdout.write(SCRIPTS[shell](programOf(terminal)));
      return ExitCode.CLEAN;
    },
  });
}

/** Script for bash, which completes files if there are no other words. */
function bash(program: Command): string {
  return `_cdk8s_spinkube() {
  local candidates= current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
${candidatesFor(program)}
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _cdk8s_spinkube ${program.name()}
`;
}

function zsh(program: Command): string {
  return `#compdef ${program.name()}
_cdk8s_spinkube() {
  local candidates= current="\${words[CURRENT]}" before="\${words[2,CURRENT-1]}"
${candidatesFor(program)}
  compadd -- \${=candidates} || _files
}
compdef _cdk8s_spinkube ${program.name()}
`;
}

/** Sets `candidates` to the words that may follow the words `before`; options only where `current` begins with a dash. */
function candidatesFor(program: Command): string {
  const names = [...program.commands.map((command) => command.name()), '--help', '--version'];
  const cases = [`    '') candidates='${names.join(' ')}' ;;`, ...program.commands.flatMap(casesOf)];
  return ['  case "$before" in', ...cases, '  esac'].join('\n');
}

function casesOf(command: Command): string[] {
  const values = optionsWithValue(command).map(
    ({ argChoices = [], long }) => `    '${command.name()} '*${String(long)}) candidates='${argChoices.join(' ')}' ;;`,
  );
  const flags = flagsOf(command).map(({ long }) => long);
  return [
    ...values,
    `    ${command.name()}*) case "$current" in`,
    `      -*) candidates='${flags.join(' ')}' ;;`,
    `      *) candidates='${choicesOf(command).join(' ')}' ;;`,
    '    esac ;;',
  ];
}

function fish(program: Command): string {
  const complete = (...words: string[]) => ['complete', '--command', program.name(), ...words].join(' ');
  const names = program.commands.map((command) =>
    complete(
      '--condition __fish_use_subcommand --no-files',
      '--arguments',
      command.name(),
      described(command.description()),
    ),
  );
  const others = program.commands.flatMap((command) => {
    const seen = `--condition '__fish_seen_subcommand_from ${command.name()}'`;
    const flags = flagsOf(command).map((option) =>
      complete(
        seen,
        `--long-option ${String(option.long).slice(2)}`,
        ...valueOf(option),
        described(option.description),
      ),
    );
    const choices = choicesOf(command);
    return choices.length === 0 ? flags : [...flags, complete(seen, `--no-files --arguments ${quoted(choices)}`)];
  });
  return [...names, ...others].map((line) => `${line}\n`).join('');
}

/** Files are completed for values without choices. */
function valueOf(option: Option): string[] {
  const isFlag = !option.required && !option.optional;
  const { argChoices = [] } = option;
  return isFlag
    ? []
    : argChoices.length === 0
      ? ['--require-parameter']
      : [`--exclusive --arguments ${quoted(argChoices)}`];
}

function described(description: string): string {
  return `--description ${quote(description)}`;
}

function quoted(words: readonly string[]): string {
  return `'${words.join(' ')}'`;
}

/** The options of a command, with those that every command has. */
function flagsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function optionsWithValue(command: Command): Option[] {
  return flagsOf(command).filter(({ optional, required }) => optional || required);
}

function choicesOf({ registeredArguments }: Command): string[] {
  return registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
}

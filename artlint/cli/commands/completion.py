"""`artlint completion`: a completion script, made from the parser itself: by shtab for bash, zsh and tcsh, here for fish."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, ArgumentParser, Namespace
    from collections.abc import Iterator

FILES, FOLDERS = ("FILE", "PATH", "FILE|FOLDER"), ("DIR", "FOLDER")  # metavars
EPILOG = """\
bash: artlint completion bash > ~/.local/share/bash-completion/completions/artlint
zsh:  artlint completion zsh > FOLDER/_artlint, where FOLDER is one of $fpath
fish: artlint completion fish > ~/.config/fish/completions/artlint.fish"""
# Words that follow the name of the program without a command are those of the first command: “artlint articles/ --sel”.
BASH_WITHOUT_COMMAND = """
_artlint() {
  case " ${_shtab_artlint_subparsers[*]} " in
    *" ${COMP_WORDS[1]} "*) ;;
    *) if [ "$COMP_CWORD" -gt 1 ] || [[ ${COMP_WORDS[1]} == --?* && ${COMP_WORDS[1]} != --[hv]* ]]; then
         COMP_WORDS=("${COMP_WORDS[0]}" check "${COMP_WORDS[@]:1}")
         COMP_CWORD=$((COMP_CWORD + 1))
       fi ;;
  esac
  _shtab_artlint
}
complete -o filenames -o default -F _artlint artlint"""


def arguments(command: str, parser: ArgumentParser) -> None:
    from argparse import RawDescriptionHelpFormatter

    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh", "fish"))


def run(args: Namespace) -> int:
    parser = args.whole_parser()
    words = _words()
    if args.shell == "fish":
        sys.stdout.write("\n".join(_fish(parser, words)) + "\n")
        return 0
    import shtab

    _complete(parser, words)
    script = shtab.complete(parser, shell=args.shell, preamble=_preamble(words))  # type: ignore[arg-type]
    sys.stdout.write(script + (BASH_WITHOUT_COMMAND if args.shell == "bash" else "") + "\n")
    return 0


def _words() -> dict[str, list[str]]:
    """By metavar the words that may stand in its place: output formats, and the rules that artlint has here."""
    from artlint.ruleset import config, rule_packs
    from artlint.ruleset.plugins import registry

    records = rule_packs.load(config.load(config.find("."), False).rule_paths)
    names = {word for r in records for word in (r.name, r.code, r.code.rstrip("0123456789"), r.pack)}
    rules = [*sorted(names), "ALL"]
    return {"FORMAT": sorted(registry.reporters()), "RULES": rules, "RULE": rules}


def _commands(parser: ArgumentParser) -> Iterator[tuple[str, str, ArgumentParser]]:
    """Each command with its summary and its parser."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}  # type: ignore[attr-defined]
            yield from ((name, helps.get(name, ""), sub) for name, sub in action.choices.items())


def _complete(parser: ArgumentParser, words: dict[str, list[str]]) -> None:
    """Tell shtab what stands in the place of each metavar."""
    import shtab

    for action in parser._actions:
        kind = str(action.metavar)
        if kind in (*FILES, *FOLDERS):
            action.complete = shtab.FILE if kind in FILES else shtab.DIRECTORY  # type: ignore[attr-defined]
        elif kind in words:
            function = f"_artlint_{kind.lower()}"
            action.complete = {"bash": function, "zsh": function, "tcsh": f"p/*/({' '.join(words[kind])})/"}  # type: ignore[attr-defined]
    for _, _, sub in _commands(parser):
        _complete(sub, words)


def _preamble(words: dict[str, list[str]]) -> dict[str, str]:
    """The functions that give these words, which may stand in a list with commas."""
    bash = "".join(
        f'_artlint_{kind.lower()}() {{\n  local head=""\n  [[ $1 == *,* ]] && head="${{1%,*}},"\n'
        f'  compgen -P "$head" -W "{" ".join(known)}" -- "${{1##*,}}"\n}}\n'
        for kind, known in words.items()
    )
    zsh = "".join(
        f"_artlint_{kind.lower()}() {{ _values -s , {kind} {' '.join(known)} }}\n" for kind, known in words.items()
    )
    return {"bash": bash, "zsh": zsh}


def _fish(parser: ArgumentParser, words: dict[str, list[str]]) -> Iterator[str]:
    """The lines of a script for fish. Without a command, the options are those of `check`."""
    commands = [*_commands(parser)]
    names = " ".join(name for name, _, _ in commands)
    yield "# Completion of artlint for fish"
    for name, summary, _ in commands:
        yield f"complete -c artlint -n 'test (count (commandline -opc)) -eq 1' -a {name} -d {_quoted(summary)}"
    for name, _, sub in commands:
        seen = f"__fish_seen_subcommand_from {name}"
        if name == "check":
            seen += f"; or not __fish_seen_subcommand_from {names}"
        for action in sub._actions:
            yield from _fish_action(f"complete -c artlint -n {_quoted(seen)}", action, words)


def _fish_action(start: str, action: Action, words: dict[str, list[str]]) -> Iterator[str]:
    kind = str(action.metavar)
    known = [*action.choices] if action.choices else words.get(kind, [])
    value = ""
    if known:
        value = f" -xa {_quoted(' '.join(known))}"
    elif kind in FILES:
        value = " -rF"
    elif kind in FOLDERS:
        value = " -xa '(__fish_complete_directories)'"
    elif action.nargs != 0:
        value = " -x"
    if action.option_strings:
        names = "".join(f" -l {o[2:]}" if o.startswith("--") else f" -s {o[1:]}" for o in action.option_strings)
        yield f"{start}{names}{value} -d {_quoted(action.help or '')}"
    elif known:
        yield f"{start} -fa {_quoted(' '.join(known))}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("%%", "%") + "'"

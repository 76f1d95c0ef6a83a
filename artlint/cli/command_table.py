"""The subcommands: where each lives, and a line of help. Apart from their parsers, which take argparse."""

from __future__ import annotations

# name: (module under commands/, one line of help)
COMMANDS = {
    "check": ("check", "check files and folders (the default: artlint PATH is artlint check PATH)"),
    "fix": ("check", "apply safe fixes (artlint check --fix)"),
    "rules": ("rules", "list the rules and where each comes from"),
    "rule": ("rules", "show the page of a rule"),
    "test": ("test", "run the examples of rules as tests"),
    "baseline": ("baseline", "write the diagnostics of today to a baseline, so that only new ones are reported"),
    "compare": ("compare", "articles of one event side by side: quotations, numbers and dates in which they differ"),
    "stats": ("stats", "show what a corpus suffers from: by rule, by source and by language, with examples"),
    "review": ("review", "look at articles in the browser, take or leave each fix, and correct the rest"),
    "lsp": ("lsp", "the language server, for text editors"),
    "learn": ("learn", "write rules for the lines that recur around the articles of a source"),
    "config": ("config", "show the configuration that holds for a path, or its JSON Schema"),
    "completion": ("completion", "print a completion script for bash, zsh, fish or tcsh"),
}

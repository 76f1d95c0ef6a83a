"""The language server: `artlint lsp` speaks the Language Server Protocol on standard input and output."""

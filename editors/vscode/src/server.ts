// How the server is started, and which documents it is told of. Nothing here needs a running VS Code.

import type { DocumentSelector, Executable } from "vscode-languageclient/node";

// All YAML files are sent: which of them are rule files, only artlint.yaml says, and only the server reads that.
// It says nothing about the others.
export const documents: DocumentSelector = [
  { scheme: "file", language: "plaintext" },
  { scheme: "file", language: "markdown" },
  { scheme: "file", language: "yaml" },
];

/** The server's command line. `folder` is the first folder of the window, if one is open. */
export function server(path: string, folder: string | undefined, home: string): Executable {
  // Windows looks for a bare command in the working directory before the PATH, and a folder that was only opened to be
  // read may hold an artlint.exe. So the server never starts in the folder: it is told of that by the protocol.
  return { command: command(path, folder), args: ["lsp"], options: { cwd: home } };
}

function command(path: string, folder: string | undefined): string {
  const name = path.trim() || "artlint";
  return folder === undefined ? name : name.replaceAll("${workspaceFolder}", () => folder);
}

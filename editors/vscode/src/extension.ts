// Starts `artlint lsp` for the window, and again when asked. All else is the language client's work.

import { homedir } from "node:os";
import { commands, type ExtensionContext, type LogOutputChannel, window, workspace } from "vscode";
import { CloseAction, LanguageClient, State } from "vscode-languageclient/node";

import { documents, server } from "./server";

const RESTARTS = 3; // within three minutes, of a server that had been running; one that never ran is not tried again

let log: LogOutputChannel;
let client: Client | undefined;
let queue = Promise.resolve(); // starts and stops follow each other, however fast they are asked for

export function activate(context: ExtensionContext): Promise<void> {
  log = window.createOutputChannel("artlint", { log: true });
  context.subscriptions.push(
    log,
    commands.registerCommand("artlint.restart", restart),
    commands.registerCommand("artlint.fixAll", () =>
      commands.executeCommand("editor.action.sourceAction", { kind: "source.fixAll.artlint", apply: "first" }),
    ),
    // Trusting a folder is such a change too, if the folder has a path of its own.
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("artlint.path") && restart()),
  );
  return restart();
}

export function deactivate(): Promise<void> {
  return (queue = queue.then(stop));
}

function restart(): Promise<void> {
  return (queue = queue.then(stop).then(start));
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  try {
    await old?.dispose();
  } catch (error) {
    log.warn(`The server did not stop in order: ${String(error)}`);
  }
}

async function start(): Promise<void> {
  const path = workspace.getConfiguration("artlint").get("path", "artlint");
  client = new Client(path);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    log.error(String(error));
    void explain(path); // not awaited: the next start must not wait for a click
  }
}

async function explain(path: string): Promise<void> {
  const message =
    `artlint: the language server did not start (“${path} lsp”). Install it with  pip install 'artlint[lsp]',` +
    " or name the command in the setting artlint.path. Then run “artlint: Restart server”.";
  const choice = await window.showErrorMessage(message, "Open setting", "Show log");
  if (choice === "Open setting") {
    await commands.executeCommand("workbench.action.openSettings", "artlint.path");
  } else if (choice === "Show log") {
    log.show();
  }
}

/** The library's client, but quiet about a server that never ran: `explain` says what to do about that. */
class Client extends LanguageClient {
  constructor(path: string) {
    super("artlint", server(path, workspace.workspaceFolders?.[0]?.uri.fsPath, homedir()), {
      documentSelector: documents,
      outputChannel: log,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (...failure) => this.standard.error(...failure),
        closed: () => (this.ran ? this.standard.closed() : { action: CloseAction.DoNotRestart, handled: true }),
      },
    });
    this.onDidChangeState((change) => (this.ran ||= change.newState === State.Running));
  }

  private ran = false;
  private readonly standard = this.createDefaultErrorHandler(RESTARTS);

  override error(message: string, data?: unknown, show?: boolean | "force"): void {
    super.error(message, data, this.ran ? show : false);
  }
}

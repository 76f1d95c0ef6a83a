// What can be tested without VS Code: the command line, the selector, the manifest, and that a real server answers to them.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  ShutdownRequest,
} from "vscode-languageserver-protocol/node";

import { documents, server } from "../src/server";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));

test("the server is a command on the PATH unless the setting names another", () => {
  assert.deepEqual(server("artlint", "/articles", "/home/jo"), { command: "artlint", args: ["lsp"], options: { cwd: "/home/jo" } });
  assert.equal(server(" ", undefined, "/home/jo").command, "artlint");
  assert.equal(server("/opt/artlint", "/articles", "/home/jo").command, "/opt/artlint");
});

test("the folder of the window can stand in the path, whatever its name", () => {
  assert.equal(server("${workspaceFolder}/.venv/bin/artlint", "/a $& b", "/").command, "/a $& b/.venv/bin/artlint");
  assert.equal(server("${workspaceFolder}/artlint", undefined, "/").command, "${workspaceFolder}/artlint");
});

test("the extension wakes for the languages that it sends, and only for files", () => {
  const languages = documents.map((each) => (each as { language: string }).language);
  assert.deepEqual(manifest.activationEvents, languages.map((name) => `onLanguage:${name}`));
  assert.ok(documents.every((each) => (each as { scheme: string }).scheme === "file"));
});

test("what the source registers and reads is what the manifest declares", () => {
  const source = readFileSync("src/extension.ts", "utf8");
  const registered = [...source.matchAll(/registerCommand\("([^"]+)"/g)].map((match) => match[1]);
  assert.deepEqual(registered, manifest.contributes.commands.map((each: { command: string }) => each.command));
  assert.ok("artlint.path" in manifest.contributes.configuration.properties);
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ["artlint.path"]);
});

const path = process.env["ARTLINT"] ?? "artlint";
const missing = spawnSync(path, ["--version"]).error ? `no command ${path}` : false;

test("a real server reports a repeated passage and offers to fix the file", { skip: missing, timeout: 60_000 }, async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "artlint-")));
  const sentence = "The water in the lake had risen for two days when the wall began to leak, the mayor of the town said on Monday";
  const rest = "Nobody was hurt, and schools will open again on Wednesday, though the road to the lake stays closed for a week.";
  const text = `The Dam Held\n\n${sentence}.\n${rest}\n${sentence}.\n${rest}\n`;
  const file = join(folder, "dam.txt");
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;

  const { command, args, options } = server(path, folder, homedir());
  const child = spawn(command, args ?? [], { ...options, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const connection = createProtocolConnection(child.stdout, child.stdin);
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "articles" }],
    capabilities: { textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } },
  });
  const own: string[] = manifest.contributes.commands.map((each: { command: string }) => each.command);
  assert.ok(!capabilities.executeCommandProvider?.commands.some((name) => own.includes(name)), "both would register a command");
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "plaintext", version: 1, text },
  });

  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  const found: Diagnostic[] = report.kind === "full" ? report.items : [];
  assert.deepEqual(found.map((each) => each.range.start.line), [4]);
  const actions = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } },
    context: { diagnostics: [], only: ["source.fixAll.artlint"] },
  });
  assert.deepEqual(actions?.map((each) => ("kind" in each ? each.kind : undefined)), ["source.fixAll.artlint"]);

  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await ended, 0);
});

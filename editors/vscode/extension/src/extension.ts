// sessfix in Visual Studio Code: finds the language server, starts it, and starts it again when something has changed.

import { commands, type ExtensionContext, extensions, type Uri, window, workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import { serverCommand } from "./server";

// Settings of the extension itself: the server knows those of `[tool.sessfix]` only.
const OWN = ["enable", "path", "trace"];
const MISSING = "sessfix-lsp was not found: install sessfix with its extra `lsp`, or set `sessfix.path`.";

/** The part of the Python extension's interface that is used here. */
interface Python {
  readonly environments: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string };
    onDidChangeActiveEnvironmentPath(listener: () => void): { dispose(): void };
  };
}

let client: LanguageClient | undefined;
let turn: Promise<void> = Promise.resolve();
let starts = 0; // those that are under way or wait for their turn

export async function activate(context: ExtensionContext): Promise<void> {
  const python = await pythonExtension();
  const again = () => restart(python);
  context.subscriptions.push(
    commands.registerCommand("sessfix.restart", again),
    workspace.onDidGrantWorkspaceTrust(again),
    workspace.onDidChangeConfiguration((event) =>
      event.affectsConfiguration("sessfix.path") || event.affectsConfiguration("sessfix.enable") ? again() : undefined,
    ),
  );
  if (python !== undefined) {
    context.subscriptions.push(python.environments.onDidChangeActiveEnvironmentPath(again));
  }
  await again();
}

export async function deactivate(): Promise<void> {
  await turn;
  await client?.dispose();
}

async function pythonExtension(): Promise<Python | undefined> {
  const found = extensions.getExtension<Partial<Python>>("ms-python.python");
  const offered = await found?.activate();
  return offered?.environments === undefined ? undefined : { environments: offered.environments };
}

/** One start after another: they may be asked for while one is under way. */
function restart(python: Python | undefined): Promise<void> {
  starts += 1;
  turn = turn
    .then(() => start(python))
    .catch((error: unknown) => void window.showErrorMessage(`sessfix: ${String(error)}`))
    .finally(() => (starts -= 1));
  return turn;
}

async function start(python: Python | undefined): Promise<void> {
  await client?.dispose();
  client = undefined;
  const settings = workspace.getConfiguration("sessfix");
  if (!settings.get<boolean>("enable", true)) {
    return;
  }
  const folders = workspace.workspaceFolders ?? [];
  const command = serverCommand({
    setting: settings.get<string>("path", ""),
    python: python?.environments.getActiveEnvironmentPath(folders[0]?.uri).path,
    folders: folders.map((folder) => folder.uri.fsPath),
    isTrusted: workspace.isTrusted,
    path: process.env["PATH"] ?? "",
  });
  if (command === undefined) {
    void window.showWarningMessage(MISSING);
    return;
  }
  client = new LanguageClient("sessfix", "sessfix", { command }, OPTIONS);
  await client.start();
}

const OPTIONS: LanguageClientOptions = {
  documentSelector: [
    { scheme: "file", language: "python" },
    { scheme: "untitled", language: "python" },
  ],
  middleware: {
    workspace: {
      // The server is told that something has changed, and asks. One that is about to go is not told; the next one asks by itself.
      didChangeConfiguration: (_, next) => (starts === 0 ? next(undefined) : Promise.resolve()),
      configuration: async (params, token, next) => {
        const found = await next(params, token);
        return Array.isArray(found) ? found.map(withoutOwn) : found;
      },
    },
  },
};

function withoutOwn(settings: unknown): unknown {
  return settings !== null && typeof settings === "object" && !Array.isArray(settings)
    ? Object.fromEntries(Object.entries(settings).filter(([name]) => !OWN.includes(name)))
    : settings;
}

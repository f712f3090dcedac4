// Where the server is: a function of what the editor knows, which a test can run without one.

import { existsSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";

/** What the editor knows: the setting, the Python that is chosen, the folders of the workspace, and the search path. */
export interface Known {
  readonly setting: string;
  readonly python: string | undefined;
  readonly folders: readonly string[];
  readonly isTrusted: boolean;
  readonly path: string;
}

const NAMES = process.platform === "win32" ? ["sessfix-lsp.exe"] : ["sessfix-lsp"];
const SCRIPTS = process.platform === "win32" ? "Scripts" : "bin";

/** The command of the server, or undefined when there is none. What lies in a workspace is run only where that is trusted. */
export function serverCommand(known: Known): string | undefined {
  if (known.setting !== "") {
    return known.setting;
  }
  const own = known.isTrusted ? [...scriptsOf(known.python), ...known.folders.flatMap(environmentsIn)] : [];
  const places = [...own, ...known.path.split(delimiter).filter(isAbsolute)];
  return places.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isFile);
}

/** The folders where the scripts of an interpreter, or of an environment, may be. */
function scriptsOf(python: string | undefined): string[] {
  return python === undefined || python === "" ? [] : [dirname(python), join(python, SCRIPTS)];
}

function environmentsIn(folder: string): string[] {
  return [".venv", "venv"].map((name) => join(folder, name, SCRIPTS));
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

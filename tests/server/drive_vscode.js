// Drives Visual Studio Code in a browser, as a person would, and prints what was seen as JSON.
// node drive_vscode.js ADDRESS FOLDER CHROMIUM PICTURES; playwright-core is found through NODE_PATH.

const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

const [address, folder, browserPath, pictures] = process.argv.slice(2);
const file = path.join(folder, "app.py");
const settings = path.join(folder, ".vscode", "settings.json");
const broken = fs.readFileSync(file, "utf8");
const PATIENCE = 60000;

async function main() {
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 640 } });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${address}/?folder=${encodeURIComponent(folder)}`);
    try {
      console.log(JSON.stringify(await drive(page)));
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, "vscode-failure.png") });
      throw error;
    }
  } finally {
    await browser.close();
  }
}

async function drive(page) {
  const seen = {};
  const error = page.locator(".squiggly-error");
  const warning = page.locator(".squiggly-warning");
  const gone = (what) => what.first().waitFor({ state: "detached" });
  const picture = (name) => page.screenshot({ path: path.join(pictures, `vscode-${name}.png`) });
  // The editor takes a change that comes just after its own save for that.
  const restore = async () => {
    await page.waitForTimeout(3000);
    fs.writeFileSync(file, broken);
    await error.first().waitFor();
  };
  const set = (values) => fs.writeFileSync(settings, JSON.stringify(values));

  await page.dblclick('.explorer-folders-view .monaco-list-row[aria-label*="app.py"]');
  await error.first().waitFor();
  const lens = page.locator(".codelens-decoration", { hasText: "stack:" });
  await lens.first().waitFor();
  seen.lenses = (await lens.allInnerTexts()).map((text) => text.trim());
  await page.keyboard.press("Control+Shift+M");
  const problems = page.locator(".markers-panel .monaco-list-row");
  await problems.nth(1).waitFor();
  seen.problems = (await problems.allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
  await picture("finding");
  await page.keyboard.press("Control+Shift+M");

  // One keystroke, and the first of what is offered.
  await page.locator(".view-line", { hasText: "add_middleware" }).click();
  await page.keyboard.press("Control+.");
  const actions = page.locator(".action-widget .monaco-list-row.action");
  await actions.first().waitFor();
  seen.actions = await actions.allInnerTexts();
  await picture("quick-fix");
  await page.keyboard.press("Enter");
  await gone(error);
  await page.keyboard.press("Control+S");
  await until(() => fs.readFileSync(file, "utf8") !== broken);
  seen.fixed = fs.readFileSync(file, "utf8");

  // Settings are taken while the server runs.
  await restore();
  set({ "sessfix.ignore": ["SES001"] });
  await gone(error);
  set({ "sessfix.trace.server": "messages" });
  await error.first().waitFor();
  set({ "sessfix.enable": false });
  await gone(error);
  set({});
  await error.first().waitFor();

  // On save.
  set({ "[python]": { "editor.codeActionsOnSave": { "source.fixAll.sessfix": "explicit" } } });
  await page.waitForTimeout(2000);
  await page.locator(".view-line").first().click();
  await page.keyboard.press("Control+S");
  await gone(error);
  await until(() => fs.readFileSync(file, "utf8") !== broken);
  seen.saved = fs.readFileSync(file, "utf8");

  // The task, whose matcher marks the line beside the server.
  await restore();
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").first().fill(">Tasks: Run Task");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Run Task" }).first().click();
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "sessfix: report" }).first().click();
  await warning.first().waitFor();
  seen.errors = await error.count();
  return seen;
}

async function until(condition) {
  for (const end = Date.now() + PATIENCE; !condition(); ) {
    if (Date.now() > end) throw new Error(`it did not come true: ${condition}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

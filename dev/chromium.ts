import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

export const HOW_TO_GET_CHROMIUM =
  "install Chromium or Chrome (Debian: apt-get install chromium), or name one with CHROMIUM_PATH=/path/to/chromium";

/** CHROMIUM_PATH, one that the machine has, or the one that the browser tests' library downloaded before. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM_PATH"], ...PLACES, chromium.executablePath()].find((path) => path && existsSync(path));
}

/** Installs a browser where none is found: from the distribution as root on Debian, else by the library's own download. */
export function getChromium(): string {
  const found = findChromium();
  if (found) return found;
  const root = process.getuid?.() === 0;
  console.log("No Chromium found; getting one for the browser tests…");
  if (root && existsSync("/usr/bin/apt-get")) {
    const quiet = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
    spawnSync("apt-get", ["update", "-qq"], quiet);
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet);
  } else {
    spawnSync("playwright-core", ["install", "chromium-headless-shell"], {
      stdio: "inherit",
      shell: process.platform === "win32",
    });
  }
  const got = findChromium();
  if (!got) throw new Error(`No browser: ${HOW_TO_GET_CHROMIUM}.`);
  return got;
}

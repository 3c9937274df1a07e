import { existsSync } from "node:fs";
import { type Browser, chromium } from "@playwright/test";

/** A Chromium with a debugging port, which Lighthouse needs; see the README for where it is looked for. */

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function executable(): string {
  const { CONVENE_CHROMIUM } = process.env;
  const found = [CONVENE_CHROMIUM, chromium.executablePath(), ...INSTALLED].find((file) => file && existsSync(file));
  if (!found) throw new Error("No Chromium was found; set CONVENE_CHROMIUM to the path of one.");
  return found;
}

export async function openBrowser(port: number): Promise<Browser> {
  return chromium.launch({
    executablePath: executable(),
    args: [
      `--remote-debugging-port=${port}`,
      "--disable-gpu",
      // Chromium's sandbox does not work for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

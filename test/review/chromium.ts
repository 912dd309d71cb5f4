import { chromium, type Browser } from "playwright-core";
import { onPath, type Judge } from "../second-opinion";

/** Debian's Chromium, without a line to the outside. */
export const CHROMIUM: Judge<string> = ((executable) =>
  executable === undefined
    ? { found: false, missing: "no chromium on the search path", mend: "apt-get install chromium fonts-noto-cjk" }
    : { found: true, judge: executable })(onPath("chromium"));

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

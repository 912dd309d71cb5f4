import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type Page } from "playwright-core";
import { judge } from "../../src/cli/judge";
import { subjectOf } from "../../src/cli/review-subject";
import { LANGUAGES, renderReview } from "../../src/review";
import { CHANNELS } from "../../src/verify";
import { exampleProject, EXAMPLES, stackOf } from "../stacks/example-projects";
import { judgedBy } from "../second-opinion";
import { CHROMIUM, launch } from "./chromium";

const WIDTHS = [390, 820, 1440] as const;
const SCHEMES = ["light", "dark"] as const;
const TENANTS = [1, 3, 10] as const;
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const projectOf = (tenants: number): string => `apiVersion: databox/v1
project: of-${tenants}
region: ap-northeast-2
dataBox: { hospital: seoul-tertiary, account: "111111111111" }
researchBoxes:
${Array.from({ length: tenants }, (_, index) => `  - { tenant: lab-${index}, account: "${222222222220 + index}", desktops: { count: ${1 + (index % 3)} } }`).join("\n")}
`;

judgedBy("the review page in a browser", CHROMIUM, (chromium) => {
  let cwd: string;
  let browser: Browser;
  const files = new Map<string, string>();

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "databox-browser-"));
    // Judged once, and written in both languages.
    const write = async (name: string, target: string, text: string, verdict: string): Promise<void> => {
      writeFileSync(join(cwd, target), text);
      const terminal = {
        cwd,
        env: {},
        color: false,
        out: () => undefined,
        err: () => undefined,
        interrupts: () => () => undefined,
      };
      const judged = await judge(target, undefined, terminal);
      expect(judged.map(({ report }) => report.verdict)).toEqual([verdict]);
      const subjects = judged.map((one) => subjectOf(one, { names: [], verdicts: [], targets: [] }, true));
      for (const language of LANGUAGES) {
        const file = join(cwd, `${name}-${language}.html`);
        writeFileSync(file, await renderReview(subjects, language));
        files.set(`${name} ${language}`, file);
      }
    };
    for (const tenants of TENANTS) await write(String(tenants), `${tenants}.yaml`, projectOf(tenants), "confined");
    const stack = stackOf(exampleProject(EXAMPLES[0] ?? ""));
    const [vpc = ""] = Object.keys(stack.resource["aws_vpc"] ?? {});
    stack.resource["aws_internet_gateway"] = { out: { vpc_id: `\${aws_vpc.${vpc}.id}`, provider: "aws.databox" } };
    delete stack.resource["aws_s3_bucket_policy"]?.[Object.keys(stack.resource["aws_s3_bucket_policy"])[0] ?? ""];
    await write("leak", "leak.tf.json", JSON.stringify(stack), "leaks");
    browser = await launch(chromium());
  });

  afterAll(async () => {
    await browser.close();
    rmSync(cwd, { recursive: true, force: true });
  });

  /** A page, with all that it said or asked for that it should not. */
  const open = async (
    name: string,
    {
      width = 1440,
      scheme = "light",
      script = true,
    }: { width?: number; scheme?: "light" | "dark"; script?: boolean } = {},
  ): Promise<{ page: Page; complaints: string[] }> => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      javaScriptEnabled: script,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!/^(?:file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(`file://${files.get(name) ?? ""}`);
    return { page, complaints };
  };

  /** What axe-core finds that is serious or critical. */
  const seriousOf = async (page: Page): Promise<string[]> => {
    // Evaluated by the debugger, which the page's policy does not bind.
    const found = await page.evaluate(`${AXE}; axe.run(document, { resultTypes: ["violations"] })`);
    const { violations } = found as {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}: ${nodes[0]?.failureSummary ?? ""}`);
  };

  describe.each(TENANTS)("with %i tenants", (tenants) => {
    it.each(LANGUAGES)("is quiet, asks no network, and fits three widths, light and dark (%s)", async (language) => {
      const { page, complaints } = await open(`${tenants} ${language}`);
      for (const width of WIDTHS)
        for (const colorScheme of SCHEMES) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
          expect({ width, overflow }).toEqual({ width, overflow: 0 });
        }
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it("draws every box, and every text of the picture within its box", async () => {
      const { page } = await open(`${tenants} ko`);
      expect(await page.locator("svg.picture .box").count()).toBe(tenants + 1);
      expect(await page.locator("svg.picture .link.tunnel").count()).toBe(tenants);
      const outside = await page.evaluate(`[...document.querySelectorAll("svg.picture text")].filter((text) => {
        const frame = text.parentElement.querySelector(".frame").getBoundingClientRect();
        const own = text.getBoundingClientRect();
        return own.left < frame.left || own.right > frame.right + 0.5;
      }).map((text) => text.textContent)`);
      expect(outside).toEqual([]);
      await page.context().close();
    });
  });

  // One of each kind: axe-core looks at every element of a page for seconds.
  it.each([
    ["1 ko", "light", 390],
    ["3 en", "dark", 820],
    ["10 ko", "dark", 1440],
    ["leak en", "light", 1440],
    ["leak ko", "dark", 820],
  ] as const)("has no serious finding of axe-core (%s, %s, %i pixels)", async (name, scheme, width) => {
    const { page } = await open(name, { scheme, width });
    expect(await seriousOf(page)).toEqual([]);
    await page.context().close();
  });

  it("filters channels by words, family and verdict, says how many are left, and hides empty families", async () => {
    const { page } = await open("leak en");
    const shown = page.locator("tr.channel:visible");
    const said = page.locator("form.filter output");
    expect(await shown.count()).toBe(CHANNELS.length);
    await page.getByLabel("Words, addresses or ids").fill("internet gateway");
    expect(await shown.count()).toBeLessThan(10);
    expect(await said.textContent()).toBe(`${await shown.count()} of ${CHANNELS.length} channels are shown`);
    await page.getByLabel("Words, addresses or ids").fill("aws_internet_gateway.out");
    expect(await shown.locator("code").first().textContent()).toBe("net.internet-gateway");
    await page.getByLabel("Words, addresses or ids").fill("");
    await page.getByLabel("Family").selectOption("dns");
    expect(await page.locator("tbody[data-family]:visible").count()).toBe(1);
    await page.getByLabel("Family").selectOption("");
    await page.locator("input[name=state][value=closed]").uncheck();
    for (const row of await shown.all()) expect(await row.getAttribute("data-state")).not.toBe("closed");
    await page.getByLabel("Words, addresses or ids").fill("nothing is called so");
    expect(await page.locator(".no-match").isVisible()).toBe(true);
    await page.context().close();
  });

  it("folds evidence, and unfolds it by keyboard and all at once", async () => {
    const { page } = await open("1 en");
    const first = page.locator("tr.channel details").first();
    const evidence = first.locator(".evidence");
    expect(await evidence.isVisible()).toBe(false);
    await first.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await evidence.isVisible()).toBe(true);
    await page.getByRole("button", { name: "Unfold all" }).click();
    expect(await page.locator("tr.channel details:not([open])").count()).toBe(0);
    await page.getByRole("button", { name: "Fold all", exact: true }).click();
    expect(await page.locator("tr.channel details[open]").count()).toBe(0);
    await page.context().close();
  });

  it("shows a way out alone on the picture by keyboard, without a script too, and all of them again", async () => {
    for (const script of [true, false]) {
      const { page } = await open("leak en", { script });
      const link = page.locator(".finding .show-way").first();
      await link.focus();
      await page.keyboard.press("Enter");
      const id = (await link.getAttribute("href"))?.slice(1) ?? "";
      expect(await page.locator(".way:target").getAttribute("id")).toBe(id);
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      // Styles are asked for by the debugger, which runs though the page may not.
      const faded = "getComputedStyle(document.querySelector('.way:not(:target)')).opacity";
      expect(Number(await page.evaluate(faded))).toBeLessThan(0.5);
      await page.getByRole("link", { name: "Show all ways" }).click();
      expect(await page.locator(".way:target").count()).toBe(0);
      await page.context().close();
    }
  });

  it("shows a channel that a finding leads to, whatever the filter says, with its evidence", async () => {
    const { page } = await open("leak en");
    await page.locator("input[name=state][value=open]").uncheck();
    expect(await page.locator('[id="net.internet-gateway"]').isVisible()).toBe(false);
    await page.locator('.finding-of a[href="#net.internet-gateway"]').click();
    await page.locator('[id="net.internet-gateway"] .evidence').waitFor({ state: "visible" });
    await page.context().close();
  });

  it("reaches everything that can be used by the Tab key, the skip link first", async () => {
    const { page } = await open("3 en");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    const seen = new Set<unknown>();
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press("Tab");
      seen.add(
        await page.evaluate(
          "document.activeElement.name || document.activeElement.className || document.activeElement.tagName",
        ),
      );
    }
    for (const name of ["canvas", "search", "family", "state", "unfold", "fold", "SUMMARY"])
      expect(seen).toContain(name);
    await page.context().close();
  });

  it("is whole without a script: no filter that does nothing, every channel, evidence to unfold", async () => {
    const { page } = await open("3 en", { script: false });
    expect(await page.locator("form.filter").isVisible()).toBe(false);
    expect(await page.locator("tr.channel:visible").count()).toBe(CHANNELS.length);
    await page.locator("tr.channel summary").first().click();
    expect(await page.locator("tr.channel .evidence").first().isVisible()).toBe(true);
    await page.context().close();
  });

  it("prints to paper: the picture on one page, light, and without what only a screen can do", async () => {
    for (const tenants of TENANTS) {
      const { page } = await open(`${tenants} en`, { scheme: "dark", width: 700 });
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
      expect(await page.locator("form.filter").isVisible()).toBe(false);
      const picture = await page.locator("svg.picture").boundingBox();
      // A page of A4 within its margins, at 96 pixels an inch.
      expect(picture?.height).toBeLessThanOrEqual(((297 - 28) / 25.4) * 96);
      expect(picture?.width).toBeLessThanOrEqual(700);
      expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe("%PDF-");
      await page.context().close();
    }
  });
});

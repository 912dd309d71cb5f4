import { createHash } from "node:crypto";
import { join } from "node:path";
import { readGraph, renderReview, type Graph, type Subject } from "../../src/review";
import { columnsOf } from "../../src/review/picture/columns";
import { loadTarget, verify, type LoadedTarget } from "../../src/verify";
import { configurationOf } from "../../src/verify/load/load-target";
import { Model } from "../../src/verify/model/model";
import { ROOT } from "../stacks/example-projects";

const judged = (json: Record<string, unknown>): LoadedTarget => ({ target: "main.tf.json", json });
const graphOf = (target: LoadedTarget): Graph => readGraph(new Model(configurationOf(target)), verify(target));
const subjectOf = (target: LoadedTarget): Subject => ({
  report: verify(target),
  form: "configuration",
  files: [],
  resources: 1,
  accounts: [],
  graph: graphOf(target),
});
const foreign = (name: string): LoadedTarget => {
  const [target] = loadTarget(join(ROOT, "test", "foreign", name, "plan.json"));
  if (target === undefined) throw new Error(`${name} is not there`);
  return target;
};
const partsOf = (graph: Graph): string[] =>
  graph.boxes.flatMap(({ groups }) => groups.flatMap(({ parts }) => parts.map(({ kind, name }) => `${kind} ${name}`)));

const VPC = { cidr_block: "10.0.0.0/16", tags: { Name: "lab" } };

describe("the graph of a configuration", () => {
  it("holds the gateways of anybody's plan, in their subnets and at the network's edge", () => {
    const graph = graphOf(foreign("vpc-with-nat"));
    expect(graph.boxes.map(({ name, ranges, account }) => ({ name, ranges, account }))).toEqual([
      { name: "module.network.this", ranges: ["10.0.0.0/16"], account: "123456789012" },
    ]);
    const [box] = graph.boxes;
    expect(box?.groups.filter(({ kind }) => kind === "subnet").map(({ name, ranges }) => ({ name, ranges }))).toEqual([
      { name: "private", ranges: ["10.0.0.0/20", "10.0.16.0/20"] },
      { name: "public", ranges: ["10.0.128.0/20", "10.0.144.0/20"] },
    ]);
    expect(partsOf(graph)).toEqual(expect.arrayContaining(["nat-gateway this", "internet-gateway this"]));
    expect(graph.outsides).toContainEqual(expect.objectContaining({ kind: "internet" }));
  });

  it("draws a way out over what it passes, to where it ends", () => {
    const graph = graphOf(foreign("vpc-with-nat"));
    const way = graph.ways.find(({ channel }) => channel === "net.internet-gateway");
    const gateway = graph.boxes
      .flatMap(({ groups }) => groups.flatMap(({ parts }) => parts))
      .find(({ kind }) => kind === "internet-gateway");
    const internet = graph.outsides.find(({ kind }) => kind === "internet");
    expect(way?.steps[0]).toBe(gateway?.id);
    expect(way?.steps.at(-1)).toBe(internet?.id);
    expect(graph.tones.get(gateway?.id ?? "")).toBe("open");
  });

  it("draws a transit gateway between those that are attached to it, and a foreign peering as one", () => {
    const hub = graphOf(foreign("transit-gateway-hub"));
    expect(hub.links.filter(({ kind }) => kind === "transit").length).toBeGreaterThan(0);
    expect(hub.outsides).toContainEqual(expect.objectContaining({ kind: "transit-gateway", name: "hub" }));
    const partner = graphOf(foreign("peering-with-a-partner"));
    expect(partner.outsides).toContainEqual(expect.objectContaining({ kind: "foreign-network" }));
    expect(partner.links.map(({ kind }) => kind)).toContain("peering");
  });

  it("puts two boxes that are joined by a peering side by side, and what is joined with nothing apart", () => {
    const network = (index: number): object => ({
      ...VPC,
      cidr_block: `10.${index}.0.0/16`,
      tags: { Name: `n${index}` },
    });
    const graph = graphOf(
      judged({
        resource: {
          aws_vpc: { a: network(1), b: network(2), c: network(3) },
          aws_vpc_peering_connection: { ab: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}" } },
        },
      }),
    );
    const columns = columnsOf({ ...graph, outsides: [], links: graph.links.filter(({ kind }) => kind === "peering") });
    expect(graph.boxes.map(({ id }) => columns.get(id))).toEqual([0, -1, 1]);
  });

  it("stands more than four boxes on both sides of the one that they are joined with", () => {
    const boxes = Array.from({ length: 11 }, (_, index) => ({
      id: `b${index}`,
      kind: "network" as const,
      name: "",
      ranges: [],
      account: undefined,
      region: undefined,
      groups: [],
    }));
    const links = boxes
      .slice(1)
      .map(({ id }, index) => ({ id: `l${index}`, kind: "tunnel" as const, from: "b0.g0.0", to: id, addresses: [] }));
    const columns = columnsOf({ boxes, outsides: [], links, ways: [], tones: new Map() });
    expect(boxes.map(({ id }) => columns.get(id))).toEqual([0, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1]);
  });
});

describe("the review page", () => {
  it("lets the browser run its own style and script by their digests, and nothing else", async () => {
    const page = await renderReview([subjectOf(judged({ resource: { aws_vpc: { lab: VPC } } }))], "en");
    const policy =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#39;", "'") ?? "";
    const digest = (element: string): string => {
      const text = new RegExp(`<${element}>(.*?)</${element}>`, "s").exec(page)?.[1] ?? "";
      return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    };
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${digest("style")}`,
      `script-src ${digest("script")}`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.match(/<(?:script|style)\b/g)).toHaveLength(2);
    expect(page).not.toMatch(/\s(?:style|on[a-z]+)=/);
    expect(page).not.toMatch(/(?:src|srcset|data|poster)="(?!data:,)/);
  });

  it("takes no name of a configuration for markup, and shows what a terminal or a reader could not see", async () => {
    const hostile = `</title></svg><script>alert(1)</script><img src=x onerror='alert(2)'>" onload="x\u202egnp.\u001b[31m`;
    const page = await renderReview(
      [
        subjectOf({
          target: hostile,
          json: {
            resource: {
              aws_vpc: { lab: { cidr_block: "10.0.0.0/16", tags: { Name: hostile } } },
              aws_internet_gateway: { out: { vpc_id: "${aws_vpc.lab.id}", tags: { Name: hostile } } },
              aws_s3_bucket: { data: { bucket: hostile } },
              [hostile]: { strange: {} },
            },
          },
        }),
      ],
      "ko",
    );
    expect(page.match(/<script\b/g)).toHaveLength(1);
    expect(page).not.toContain("<img");
    for (const unseen of ["\u202e", "\u001b"]) expect(page).not.toContain(unseen);
    expect(page).toContain("&lt;/title&gt;&lt;/svg&gt;&lt;script&gt;");
    expect(page).toContain("\\u{202e}");
  });

  it("is the same, byte for byte, each time that it is made", async () => {
    const subject = subjectOf(foreign("vpc-with-nat"));
    expect(await renderReview([subject], "en")).toBe(await renderReview([subjectOf(foreign("vpc-with-nat"))], "en"));
  });

  it("gives several targets ids of their own", async () => {
    const page = await renderReview([subjectOf(foreign("vpc-with-nat")), subjectOf(foreign("public-bucket"))], "en");
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("is written for a configuration that cannot be drawn, and says why", async () => {
    const subject = { ...subjectOf(foreign("public-bucket")), graph: { failed: "it is <broken>" } };
    expect(await renderReview([subject], "en")).toContain("The configuration could not be drawn: it is &lt;broken&gt;");
  });

  it("is Korean in every heading, and marks sentences that have no Korean as English", async () => {
    const subject = subjectOf(foreign("vpc-with-nat"));
    const page = await renderReview([subject], "ko");
    expect(page).toContain(`<html lang="ko">`);
    const headings = [...page.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, text]) => text ?? "");
    expect(headings.length).toBeGreaterThan(5);
    expect(headings.filter((text) => !/\p{Script=Hangul}/u.test(text))).toEqual([]);
    expect(page).not.toContain("a route to it is all that is missing");
    const channels = subject.report.channels.map((channel) => ({
      ...channel,
      findings: channel.findings.map((finding) => ({ ...finding, why: "said in words of its own" })),
    }));
    const other = await renderReview([{ ...subject, report: { ...subject.report, channels } }], "ko");
    expect(other).toContain(`<span lang="en">said in words of its own</span>`);
  });
});

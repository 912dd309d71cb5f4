import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { koreanChannel, koreanSentence } from "../../src/report/korean";
import { KOREAN_CHANNELS } from "../../src/report/korean/channels";
import { compile } from "../../src/report/korean/pattern";
import { sayInKorean, SENTENCES } from "../../src/report/korean/sentences";
import { loadProject } from "../../src/project";
import { doorsOf } from "../../src/cli/doors";
import { applyExceptions, CHANNELS, verify, type TargetReport } from "../../src/verify";
import { EXAMPLES, ROOT, stackOf } from "../stacks/example-projects";
import { HARMLESS, MUTATIONS } from "../verify/mutations";
import { POLICY_MUTATIONS } from "../verify/policy-mutations";
import { sealedBoxes } from "../verify/sealed-box";

const HANGUL = /\p{Script=Hangul}/u;
/** Names, addresses, ranges and values: what says the same in every language. */
const isData = (text: string): boolean => !/\s/.test(text);

/** Every sentence of a report. */
const sentencesOf = ({ channels }: TargetReport): string[] =>
  channels.flatMap(({ evidence, doors, findings }) => [
    ...evidence.map(({ why }) => why),
    ...doors.map(({ why }) => why),
    ...findings.flatMap(({ why, mend, witness }) => [
      why,
      ...(mend === null ? [] : [mend]),
      ...(witness === null ? [] : [witness.from, witness.by, witness.to]),
    ]),
  ]);

const judgedExample = (file: string): TargetReport => {
  const loaded = loadProject(file);
  if (!loaded.ok) throw new Error(`${file} does not load`);
  return applyExceptions(verify({ target: file, json: stackOf(loaded.project) }), doorsOf(loaded, file));
};

const mutated = [...HARMLESS, ...MUTATIONS, ...POLICY_MUTATIONS].flatMap(({ change }) => {
  const configuration = sealedBoxes();
  change(configuration);
  return sentencesOf(verify({ target: "mutated", json: configuration }));
});
const examples = EXAMPLES.map((file) => ({
  file: file.slice(ROOT.length + 1),
  sentences: sentencesOf(judgedExample(file)),
}));
const sentences = [...new Set([...mutated, ...examples.flatMap((one) => one.sentences)])].filter(
  (text) => !isData(text),
);

/** Patterns that a sentence follows, with those of the phrases in it. */
const used = new Set<string>();
const follow = (english: string): string | undefined => sayInKorean(english, (pattern) => used.add(pattern));

describe("channels in Korean", () => {
  it("are those of the catalogue, in its order", () => {
    const ids = CHANNELS.map(({ id }) => id);
    expect(ids.filter((id) => koreanChannel(id) === undefined)).toEqual([]);
    expect(KOREAN_CHANNELS.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(CHANNELS.map(({ id, title, opens, closes }) => ({ id, english: { title, opens, closes } })))(
    "say $id with the names and numbers of the English",
    ({ id, english }) => {
      const korean = koreanChannel(id);
      for (const field of ["title", "opens", "closes"] as const) {
        const said = korean?.[field] ?? "";
        if (!/^(?:IPv6|Direct Connect)$/.test(said)) expect(said).toMatch(HANGUL);
        expect(said).not.toMatch(/[{}]/);
        // Numbers, names in capitals and ids of channels.
        for (const [name] of english[field].matchAll(
          /\b(?:[A-Z]{2,}[\w-]*\d|RFC \d+|\d{3,}|\w+\.client-vpn|people\.\w+)\b/g,
        ))
          expect(said).toContain(name);
      }
    },
  );

  it("say nothing of what is no channel", () => {
    expect(koreanChannel("net.teleport")).toBeUndefined();
    expect(koreanChannel("constructor")).toBeUndefined();
  });
});

describe("sentences in Korean", () => {
  it.each(examples)("say all that the verdict on $file says", ({ sentences: some }) => {
    expect(some.filter((text) => !isData(text) && !HANGUL.test(koreanSentence(text) ?? ""))).toEqual([]);
  });

  it("say all that the verdicts on mutations say", () => {
    expect(mutated.filter((text) => !isData(text) && !HANGUL.test(koreanSentence(text) ?? ""))).toEqual([]);
    expect(new Set(mutated).size).toBeGreaterThan(600);
  });

  it("keep every address, ARN, range and number of a sentence", () => {
    const names =
      /arn:[^\s,;)]+|\b(?:data\.)?aws_[a-z0-9_]+\.[\w-]+|\d+\.\d+\.\d+\.\d+\/\d+|[0-9a-f:]+\/\d+|\b\d{2,}\b/g;
    const lost = sentences.flatMap((english) => {
      const korean = koreanSentence(english) ?? "";
      return [...english.matchAll(names)]
        .filter(([name]) => !korean.includes(name))
        .map(([name]) => `${name}: ${english}`);
    });
    expect(lost).toEqual([]);
  });

  it("leave no hole open", () => {
    const literalBraces = sentences.filter((english) => !/[{}]/.test(english));
    expect(literalBraces.filter((english) => /\{\w+\}/.test(koreanSentence(english) ?? ""))).toEqual([]);
  });

  it("say nothing of a sentence that is not known, nor of one that only begins like one", () => {
    for (const unknown of [
      "the moon is full tonight",
      "it declares no VPC and no moon",
      "a route leads to it, and more",
      "no moon gate exists, and none of 3 route tables names one",
      "remove the moon",
      "it is what it is",
      "",
    ])
      expect({ unknown, said: koreanSentence(unknown) }).toEqual({ unknown, said: undefined });
  });

  it("say a phrase within a sentence too, and copy a name in its place", () => {
    expect(koreanSentence("it leads to a carrier's network")).toBe("통신사의 네트워크(으)로 이어짐");
    expect(koreanSentence("it leads to aws_instance.x")).toBe("aws_instance.x(으)로 이어짐");
    expect(koreanSentence("it leads to the moon and back")).toBeUndefined();
  });
});

/** Sentences that sources put together of parts, and that no example and no mutation brings about. */
const COMPOSED = [
  "it routes 10.0.0.0/8 through aws_network_interface.x, outside of the configuration's VPCs",
  "it answers the site: tcp/22 to 10.0.0.0/8",
  "a site at the other end of a VPN reaches it, and two resources set its policy",
  "a site at the other end of a VPN reaches it, and it has no policy",
  "the gateway at its other end does not name it as its one peer",
  "it holds a route with 2 targets and 0 destinations",
  "lab leads to nothing, no gateway of the configuration",
  "http_tokens is not set, the hop limit 2",
  "http_tokens is required, the hop limit not set",
  "it takes objects from others than roles that it names: an identity of account 111111111111 may s3:PutObject",
  "it lets others than roles that it names set the tag review: an identity of account 111111111111 may s3:PutObjectTagging",
  "nobody decrypts it whom the policy of its key does not name",
  "what a policy of type that is not written out makes accounts do is not modelled",
  "what is not modelled may let a request pass: the request found was not confirmed",
  "what is not modelled may let a request pass: the condition key aws:Moon",
  "it is kept in a bucket, under a key of its own",
  "give module.lab a known for_each",
  "give module.lab a known count",
  "alarms tell a topic of account 111111111111 (watch.topic): their names and what they counted, no line of a log (it leaves the account)",
  "import of lab: models; role/Scan alone scans what role/Up put into in-1; files .whl up to 1 GiB; role/Read release what is found clean into in-2 (it leaves the account)",
  "export of lab: results; role/Get alone fetch from out-2 from 10.0.0.0/8, for 7 days; files .csv up to 1 GiB; each file approved for seoul by role/Read in out-1; copied by role/Copy (it leaves the account)",
  "both ends name the same flows: out udp/500 to 10.0.0.0/8, in tcp to 10.0.0.0/8",
  "both ends name the same flows: out udp to 10.0.0.0/8, in icmp to 10.0.0.0/8",
  "both ends name the same flows: out esp to 10.0.0.0/8, in protocol 47 to 10.0.0.0/8",
  "both ends name the same flows: out icmp types 0 to 8 to 10.0.0.0/8, in protocols 3 to 5 to 10.0.0.0/8; and 3 more",
  "both ends name the same flows: out all traffic to 10.0.0.0/8, in nothing",
];

/** All texts that stand in sources, and those of templates with `{}` where something is put in. */
function textsOf(...folders: readonly string[]): string {
  const texts: string[] = [];
  for (const folder of folders)
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts")) continue;
      const file = join(ROOT, folder, name);
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteralLike(node)) texts.push(node.text);
        if (ts.isTemplateExpression(node))
          texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("{}"));
        ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true));
    }
  return texts.join("\n");
}

describe("patterns", () => {
  const all = Object.values(SENTENCES).flatMap((part) => Object.entries(part));

  it("stand once, with the same holes in both languages, and Korean words", () => {
    const english = all.map(([pattern]) => pattern);
    expect(english.filter((pattern, at) => english.indexOf(pattern) !== at)).toEqual([]);
    const holes = (text: string): string[] => [...text.matchAll(/\{[~,]*(\w+)\}/g)].map(([, name = ""]) => name).sort();
    for (const [pattern, korean] of all) expect([pattern, holes(korean)]).toEqual([pattern, holes(pattern)]);
    const onlyHoles = (text: string): boolean => /^[\s(){}\w:;,~.]*$/.test(text.replaceAll(/\{[~,]*\w+\}/g, ""));
    expect(all.filter(([pattern, korean]) => !HANGUL.test(korean) && !onlyHoles(pattern))).toEqual([]);
  });

  it("are all of use: each is followed by a sentence, or stands in the sources", () => {
    for (const english of sentences) follow(english);
    expect(COMPOSED.filter((english) => follow(english) === undefined)).toEqual([]);
    const texts = textsOf("src/verify", "src/cli", "src/project");
    // The sources put some sentences together of two or three texts.
    const inSources = (piece: string, most = 3): boolean => {
      if (piece.trim().length < 3 || texts.includes(piece.trim())) return true;
      const places = most === 1 ? [] : [...piece.matchAll(/ |(?=:)/g)].map(({ index }) => index);
      return places.some((at) => texts.includes(piece.slice(0, at).trim()) && inSources(piece.slice(at), most - 1));
    };
    const stands = (pattern: string): boolean => pattern.split(/\{[~,]*\w+\}/).every((piece) => inSources(piece));
    expect(all.map(([pattern]) => pattern).filter((pattern) => !used.has(pattern) && !stands(pattern))).toEqual([]);
  });

  it("match a whole sentence, trying every place where a hole may end", () => {
    const { say: match } = compile({ english: "{a} to {b}, and on", korean: "{b}/{a}" });
    expect(match("x to y, and on", () => undefined)).toBe("y/x");
    expect(match("x to y to z, and on", () => undefined)).toBe("y to z/x");
    expect(match("x to y, and on and on", () => undefined)).toBeUndefined();
    const { say: nested } = compile({ english: "{name}: {~why}", korean: "{name} — {why}" });
    expect(nested("x: y: z w", (text) => (text === "y: z w" ? "ㄱ" : undefined))).toBe("x — ㄱ");
    expect(nested("it: z w", () => "ㄱ")).toBeUndefined();
    expect(nested("x: z w", () => undefined)).toBeUndefined();
  });

  it("join several by what joins them in Korean", () => {
    const { say: match } = compile({ english: "none of {,types} or so", korean: "{types} 없음" });
    expect(match("none of x, no y and z or w or so", () => undefined)).toBe("x, y, z 또는 w 없음");
  });
});

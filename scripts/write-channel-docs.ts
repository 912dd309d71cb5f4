import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { familyOf, familyTitle } from "../src/report/families";
import { CHANNELS, type Channel } from "../src/verify";

const FOLDER = join(__dirname, "..", "docs", "channels");

/** The catalogue as pages: one a family, and an index. By file name. */
export function channelDocs(): ReadonlyMap<string, string> {
  const families = [...new Set(CHANNELS.map(({ id }) => familyOf(id)))];
  const index = families.map((family) => {
    const channels = CHANNELS.filter(({ id }) => familyOf(id) === family);
    const rows = channels.map(({ id, title }) => `| [${id}](${family}.md#${anchor(id)}) | ${title} |`);
    return `## ${familyTitle(family)}\n\n| channel | |\n| --- | --- |\n${rows.join("\n")}\n`;
  });
  return new Map([
    [
      "README.md",
      `# Channels\n\nThe ways in which bytes could leave the boxes, ${CHANNELS.length} of them. \`databox verify\` decides each one; \`databox explain <channel>\` prints what stands here. Written by \`npm run channel-docs\` from \`src/verify/channels/\`.\n\n${index.join("\n")}`,
    ],
    ...families.map(
      (family) =>
        [
          `${family}.md`,
          `# ${familyTitle(family)}\n\n${CHANNELS.filter(({ id }) => familyOf(id) === family)
            .map(page)
            .join("\n")}`,
        ] as const,
    ),
  ]);
}

function page({ id, title, opens, closes, sources, types = [] }: Channel): string {
  return [
    `## ${id}`,
    "",
    `${title}.`,
    "",
    `- **Opened by**: ${escape(opens)}.`,
    `- **Closed where**: ${escape(closes)}.`,
    ...(types.length > 0 ? [`- **Looks at**: ${types.map((type) => `\`${type}\``).join(", ")}.`] : []),
    `- **Sources**: ${sources.map((source) => (/^https:\S+$/.test(source) ? `<${source}>` : escape(source))).join(", ")}`,
    "",
  ].join("\n");
}

function escape(text: string): string {
  return text.replace(/[*_]/g, "\\$&");
}

function anchor(id: string): string {
  return id.replaceAll(".", "");
}

if (require.main === module) {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) rmSync(join(FOLDER, name));
  for (const [name, text] of channelDocs()) writeFileSync(join(FOLDER, name), text);
}

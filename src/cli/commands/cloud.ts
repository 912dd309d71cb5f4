import { resolve } from "node:path";
import { CloudFolder, inspect, tamper, type PlaceView } from "../../rehearse";
import { launcher } from "../cloud-folder";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";

const DEFAULT_FOLDER = ".databox/cloud";

/** `databox cloud`: the embedded cloud in a folder, for work by hand. */
export const cloudCommand: Command = (terminal, done) => ({
  command: "cloud",
  describe: "keep an embedded cloud in a folder: --mirror, inspect, tamper",
  builder: (args) =>
    args
      .option("mirror", { describe: "write a provider mirror here, and print the lines to export", type: "string" })
      .option("cloud", { describe: "folder of the cloud", type: "string", default: DEFAULT_FOLDER })
      .command(
        "inspect",
        "show what the cloud has: VPCs, routes, stores",
        (sub) =>
          sub.option("format", {
            alias: "f",
            describe: "how to print",
            choices: ["text", "json"] as const,
            default: "text" as const,
          }),
        (sub) => done(inspectCloud(String(sub["cloud"]), sub.format, terminal)),
      )
      .command(
        "tamper <id>",
        "change a resource behind Terraform's back",
        (sub) =>
          sub
            .positional("id", { describe: "id of the resource", type: "string", demandOption: true })
            .option("type", { describe: "its type, where several have the id", type: "string" })
            .option("set", {
              describe: "attribute=value, the value as JSON or text",
              type: "string",
              array: true,
              default: [] as string[],
              defaultDescription: "none",
            })
            .option("delete", { describe: "take it away", type: "boolean", default: false })
            .example("$0 cloud tamper vpc-0123 --set enable_dns_support=false", "for a drift drill"),
        (sub) => done(tamperCloud({ ...sub, cloud: String(sub["cloud"]) }, terminal)),
      )
      .example("$0 cloud --mirror cloud", "then export the two lines, and use terraform, tofu or cdktf"),
  handler: async (args) => {
    const folder = args["mirror"];
    if (typeof folder !== "string" || folder === "")
      throw new UserError("say what to do: --mirror <folder>, inspect or tamper; see databox cloud --help");
    done(await writeMirror(folder, terminal));
  },
});

async function writeMirror(folder: string, terminal: Terminal): Promise<ExitCode> {
  const cloud = new CloudFolder(resolve(terminal.cwd, folder));
  try {
    await cloud.create(launcher());
  } catch (error) {
    throw new UserError(`the mirror cannot be written to ${folder}: ${(error as Error).message}`);
  }
  terminal.out(`${cloud.exports.join("\n")}\n`);
  terminal.err(`the cloud's contents stay in ${folder}; see databox cloud inspect --cloud ${folder}\n`);
  return EXIT.done;
}

function opened(folder: string, terminal: Terminal): CloudFolder {
  const cloud = new CloudFolder(resolve(terminal.cwd, folder));
  if (!cloud.exists)
    throw new UserError(
      `there is no cloud in ${folder}; make one with databox cloud --mirror ${folder}, or databox rehearse <project> --keep ${folder}`,
    );
  return cloud;
}

function inspectCloud(folder: string, format: "text" | "json", terminal: Terminal): ExitCode {
  const places = inspect(opened(folder, terminal).load());
  terminal.out(
    format === "json"
      ? `${JSON.stringify({ version: 1, places }, null, 2)}\n`
      : places.length === 0
        ? "the cloud is empty\n"
        : places.map(placeText).join("\n"),
  );
  return EXIT.done;
}

function placeText({ account, region, networks, stores, others }: PlaceView): string {
  const rest = Object.entries(others).map(([type, count]) => `${count} ${type.replace(/^aws_/, "")}`);
  return [
    `account ${account}, ${region === "" ? "all regions" : region}`,
    ...networks.flatMap(({ id, cidr, name, subnets, routes, endpoints }) => [
      `  ${id}  ${cidr}  ${name}`,
      ...subnets.map((subnet) => `    ${subnet.id}  ${subnet.cidr}  ${subnet.zone}  ${subnet.name}`),
      ...routes.map((route) => `    route ${route}`),
      ...endpoints.map((endpoint) => `    endpoint ${endpoint}`),
    ]),
    ...stores.map((one) => `  ${one}`),
    ...(rest.length > 0 ? [`  and ${rest.join(", ")}`] : []),
    "",
  ].join("\n");
}

interface TamperOptions {
  readonly cloud: string;
  readonly id: string;
  readonly type?: string | undefined;
  readonly set: readonly string[];
  readonly delete: boolean;
}

function tamperCloud({ cloud: folder, id, type, set, delete: remove }: TamperOptions, terminal: Terminal): ExitCode {
  if (remove === set.length > 0) throw new UserError("say what to change: --set attribute=value, or --delete");
  const values = Object.fromEntries(set.map(assignment));
  const cloud = opened(folder, terminal);
  try {
    const before = cloud.exclusively((store) => {
      const resource = tamper(store, {
        id,
        ...(type === undefined ? {} : { type }),
        ...(remove ? {} : { set: values }),
      });
      cloud.save(store);
      return resource;
    });
    for (const [name, value] of Object.entries(values))
      terminal.out(
        `${before.type} ${id}: ${name} was ${JSON.stringify(before.values[name])}, is ${JSON.stringify(value)}\n`,
      );
    if (remove) terminal.out(`${before.type} ${id} is gone\n`);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(error.message);
    throw error;
  }
  return EXIT.done;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function assignment(text: string): [string, Json] {
  const [, name = "", value = ""] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === "") throw new UserError(`--set ${text}: write it as attribute=value`);
  try {
    return [name, JSON.parse(value) as Json];
  } catch {
    return [name, value];
  }
}

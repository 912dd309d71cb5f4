import { type JsonObject, type TerraformJson } from "../../terraform/judged-copy";
import { type Refusal } from "../refusals";
import { gathered, type Part } from "../parts";
import { configurationOf, type Resources } from "../scratch-cloud";
import { type EmulatedAws } from "./apply";

/** What became of a configuration that AWS would refuse. */
export interface Answer {
  readonly refusal: Refusal;
  /** The error code; or what stands in place of one. */
  readonly said: string;
}

/** No refusal. */
export const ACCEPTED = "accepted";
/** An error without a code of an API: of the provider itself, or of an emulation that lacks the call. */
export const NO_CODE = "no code";

/**
 * Applies the configurations all at once, each with names of its own, and gives what is said of each. What stands before
 * one is made first; what is refused when it is destroyed, is destroyed last.
 */
export async function answersTo(aws: EmulatedAws, refusals: readonly Refusal[]): Promise<readonly Answer[]> {
  const asked = refusals.map((refusal, index) => ({ refusal, mark: `f${index}` }));
  const before = asked.map(({ refusal, mark }) => partOf(refusal.before ?? refusal.resources, refusal, mark));
  const { refused, made } = await aws.apply(configured(before));
  const later = asked.filter(({ refusal }) => isLater(refusal));
  const afterwards = await aws.apply(
    configured(
      later.map(({ refusal, mark }) => {
        const subnet = made.get(`aws_subnet.${mark}_main`)?.["id"];
        return withText(partOf(refusal.onDestroy === true ? {} : refusal.resources, refusal, mark), (text) =>
          typeof subnet === "string" ? text.replaceAll("@subnet", subnet) : text,
        );
      }),
    ),
    later.flatMap(({ refusal, mark }) =>
      [refusal.before ?? {}, refusal.resources].flatMap((one) => addressesOf(partOf(one, refusal, mark))),
    ),
  );
  return asked.map(({ refusal, mark }) => {
    // What has to stand before and does not is an answer too.
    const errors = [...refused, ...(isLater(refusal) ? afterwards.refused : [])]
      .filter(([address]) => address.includes(`.${mark}_`))
      .map(([, why]) => why);
    // What is destroyed has no address in diagnostics of Terraform, and is known by its name or id.
    const ids = [...made].flatMap(([address, { id }]) => (address.includes(`.${mark}_`) ? [String(id)] : []));
    if (isLater(refusal))
      errors.push(...afterwards.nameless.filter((why) => ids.some((id) => why.includes(`(${id})`))));
    return { refusal, said: codeOf(errors) };
  });
}

const isLater = ({ before, onDestroy }: Refusal): boolean => before !== undefined || onDestroy === true;

/** The provider writes a code after the ids of the answer, and says `api error` where its SDK does not know the code. */
function codeOf(errors: readonly string[]): string {
  const why = errors.join(" ");
  if (why === "") return ACCEPTED;
  return /(?:api error |ID: [^,]*, (?!HostID))([A-Z][\w.]+):/.exec(why)?.[1] ?? NO_CODE;
}

/** The resources of a refusal, with the mark in every name that others may have too. */
function partOf(resources: Resources, { region }: Refusal, mark: string): Part {
  const all = new Map<string, JsonObject>();
  for (const [type, byName] of Object.entries(resources))
    for (const [name, body] of Object.entries(byName as TerraformJson["resource"][string])) {
      const own = body["name"];
      all.set(`${type}.${name}`, {
        ...body,
        ...(typeof own === "string" && !own.includes("${") ? { name: `${own}-${mark}` } : {}),
        ...(region === undefined ? {} : { provider: "aws.elsewhere" }),
      });
    }
  return withText({ prefix: `${mark}_`, resources: all }, (text) =>
    text.replaceAll("databox-refusals-", `databox-refusals-${mark}-`),
  );
}

function addressesOf(part: Part): string[] {
  return Object.entries(gathered(part)).flatMap(([type, byName]) =>
    Object.keys(byName).map((name) => `${type}.${name}`),
  );
}

function withText({ prefix, resources }: Part, change: (text: string) => string): Part {
  const changed = [...resources].map(
    ([address, body]) => [address, JSON.parse(change(JSON.stringify(body))) as JsonObject] as const,
  );
  return { prefix, resources: new Map(changed) };
}

function configured(parts: readonly Part[]): TerraformJson {
  const { provider } = JSON.parse(configurationOf({})) as TerraformJson;
  const elsewhere = { ...provider.aws[0], alias: "elsewhere", region: "ap-northeast-2" };
  return { provider: { aws: [...provider.aws, elsewhere] }, resource: gathered(...parts) };
}

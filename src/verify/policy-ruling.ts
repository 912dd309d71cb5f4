import { type Model } from "./model/model";
import { type Block, type Resource } from "./model/resource";
import { readPolicy, type Statement } from "./policy/document";
import { type Answer, decideFor, type Question, type Request, RESOURCE, type Texts, textsOf } from "./requests";
import { type Ruling } from "./verdict";

/** How a channel speaks of what it asks. */
export interface AskedFor {
  /** Where the byte is. */
  readonly from: string;
  /** Where it ends up. */
  readonly to: string;
  /** What is open, before the request that shows it. */
  readonly opens: string;
  /** Why it is closed where no request passes. */
  readonly closed: string;
  readonly mend: string;
  /** Why a request that passes is no proof of a way out. @default - it is one */
  readonly doubt?: string;
  /** Resources that the byte passes besides the one that is ruled on. */
  readonly through?: readonly string[];
}

/** Rules on a resource by whether a request of a set passes its policies. Answers whether none does. */
export function ruleOnRequests(
  model: Model,
  ruling: Ruling,
  at: Resource,
  question: Question,
  asked: AskedFor,
): boolean {
  const texts = textsOf(model);
  const answer: Answer = decideFor(model, question);
  if (answer.kind === "none") {
    const sids = [...new Set(answer.because.map(({ sid }) => sid || "a Deny without Sid"))];
    ruling.closed(at, sids.length > 0 ? `${asked.closed} (${sids.join(", ")})` : asked.closed);
    return true;
  }
  if (answer.kind === "undecided") ruling.unproven(at, answer.why, asked.mend);
  else if (asked.doubt !== undefined)
    ruling.unproven(at, `${describe(answer.request, texts)}; ${asked.doubt}`, asked.mend);
  else {
    const { request } = answer;
    const sids = request.allowedBy.map(({ sid }) => sid || "an Allow without Sid");
    ruling.open(
      at,
      `${asked.opens}${sids.length > 0 ? `, by ${sids.join(" and ")}` : ""}: ${describe(request, texts)}`,
      {
        from: asked.from,
        by: request.principal.name,
        through: [at.address, ...(asked.through ?? [])],
        to: asked.to,
        request: requestFields(request, question, texts),
      },
      asked.mend,
    );
  }
  return false;
}

/**
 * The statements of the policy in an attribute; where it cannot be read that is ruled unproven.
 *
 * @param at the resource to rule on, where the policy is in a block of it
 */
export function statementsOf(
  block: Block,
  attribute: string,
  ruling: Ruling,
  at: Resource,
): readonly Statement[] | undefined {
  const value = block.value(attribute);
  const raw = block.attributes[attribute];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  if (!("unread" in reading)) return reading.statements;
  ruling.unproven(
    at,
    `its policy cannot be read: ${value.kind === "unknown" ? `it is ${value.expression}` : reading.unread}`,
    "write the policy out as JSON",
  );
  return undefined;
}

function describe({ principal, action, says }: Request, texts: Texts): string {
  const resource = says.get(RESOURCE)?.[0];
  return `${principal.name} may ${action}${resource?.startsWith("arn:") === true ? ` ${texts.show(resource)}` : ""}`;
}

/** The request field by field: the keys that some statement asks for; those that have to be absent are said to be. */
function requestFields(
  { principal, action, says }: Request,
  { layers }: Question,
  texts: Texts,
): Record<string, string> {
  const asked = new Set(
    layers.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions.map(({ key }) => key))),
  );
  const keys = [...says]
    .filter(([key]) => asked.has(key) || key === "aws:principalarn" || key === "aws:sourcevpce")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, value === undefined ? "(absent)" : value.map((one) => texts.show(one)).join(", ")]);
  const resource = says.get(RESOURCE)?.[0];
  return {
    principal: principal.name,
    action,
    ...(resource?.startsWith("arn:") === true ? { resource: texts.show(resource) } : {}),
    ...(Object.fromEntries(keys) as Record<string, string>),
  };
}

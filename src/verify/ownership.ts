import { type Model } from "./model/model";
import { type Value } from "./model/value";
import { bucketNames, bucketOf } from "./policy/buckets";

/** To whom belongs what an attribute names: to the project, to somebody else, or that cannot be told. */
export type Owner = "own" | "foreign" | "unknown";

const REFERENCE_FIRST = /^(?:s3:\/\/)?\$\{([^}]+)\.[a-z_]+\}(\/[^$]*)?$/;
const ACCOUNT = /^\d{12}$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com$/;

/**
 * To whom belongs what an attribute names: a resource of the configuration, an account, an ARN or a bucket. A name or id
 * that the configuration does not account for is foreign: whoever wrote it may have written his own.
 */
export function ownerOf(model: Model, value: Value): Owner {
  const target = model.follow(value);
  switch (target.kind) {
    case "absent":
      return "own";
    case "resource":
      return "own";
    case "unknown":
      return startsWithOwn(model, target.expression) ? "own" : "unknown";
    case "known":
      return ownerOfText(model, target.value);
  }
}

function ownerOfText(model: Model, raw: unknown): Owner {
  if (Array.isArray(raw)) {
    const owners = raw.map((item) => ownerOfText(model, item));
    return owners.find((owner) => owner === "foreign") ?? owners.find((owner) => owner === "unknown") ?? "own";
  }
  if (typeof raw !== "string" && typeof raw !== "number") return "unknown";
  const text = String(raw);
  if (ACCOUNT.test(text)) return model.accounts.has(text) ? "own" : "foreign";
  if (SERVICE.test(text)) return "foreign";
  const bucket = bucketOf(text) ?? /^s3:\/\/([^/]+)/.exec(text)?.[1];
  if (bucket !== undefined) return bucketNames(model).has(bucket) ? "own" : "foreign";
  // A key that AWS keeps for the account: no policy of the account's governs it.
  if (/(^|:)alias\/aws\//.test(text)) return "foreign";
  // What EC2 does to the machine itself.
  if (/^arn:[^:]*:automate:/.test(text)) return "own";
  // An organisation holds more accounts than the project's, whoever manages it.
  if (/^arn:[^:]*:organizations:/.test(text)) return "foreign";
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1];
  if (account !== undefined) return model.accounts.has(account) ? "own" : "foreign";
  return bucketNames(model).has(text) ? "own" : "foreign";
}

/** Whether a text begins with a reference to a resource of the configuration and goes on with a path of it. */
function startsWithOwn(model: Model, expression: string): boolean {
  const [, address] = REFERENCE_FIRST.exec(expression) ?? [];
  return address !== undefined && model.resources.some((resource) => resource.address === address);
}

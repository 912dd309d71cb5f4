import { accountsOfProvider, type Block, type Model, ofBucket, type Resource } from "../../verify";
import { each, isOnUnlessSaid, type Setting, somewhere, type Standing } from "../standing";

const CATEGORY = "eventCategory";
const OBJECT_TYPE = "resources.type";
const OPERATORS = ["equals", "not_equals", "starts_with", "not_starts_with", "ends_with", "not_ends_with"];

/** What is recorded, and that records stay and are not changed unseen. */
export const recordSettings: readonly Setting[] = [
  {
    id: "setting.api-calls",
    says: "in each account with a network a trail records what AWS is asked for, in every region",
    judge: (model) =>
      each(
        model.ofType("aws_vpc"),
        (vpc) => {
          const trail = trailsOf(model).find((one) => recordsCalls(one) && sameAccount(one, vpc));
          return trail && `${trail.address} records the calls of its account in every region`;
        },
        "no trail records the calls of its account in every region",
      ),
  },
  {
    id: "setting.object-access",
    says: "a trail records reads and writes of the objects of each bucket but those that trails write to",
    judge: objectAccess,
  },
  {
    id: "setting.records-signed",
    says: "each trail signs its files, so that a change shows",
    judge: (model) =>
      eachTrail(
        model,
        (trail) => (trail.truth("enable_log_file_validation") === true ? "its files are signed" : undefined),
        "its files are not signed",
      ),
  },
  {
    id: "setting.records-kept",
    says: "each trail writes to a bucket that lets nobody remove a record before its time (object lock)",
    judge: (model) =>
      eachTrail(
        model,
        (trail) => {
          const [bucket] = bucketsOf(model, trail);
          const retention = bucket && retentionOf(model, bucket);
          return retention && `${bucket.address} keeps what is put there ${retention}`;
        },
        "its bucket has no object lock with a time to keep",
      ),
  },
  {
    id: "setting.flows",
    says: "flow logs record all traffic of each network",
    judge: (model) =>
      each(
        model.ofType("aws_vpc"),
        (vpc) => {
          const log = model
            .ofType("aws_flow_log")
            .find((one) => model.referred(one, "vpc_id", "aws_vpc") === vpc && one.text("traffic_type") === "ALL");
          return log && `${log.address} records all of its traffic`;
        },
        "no flow log records all of its traffic",
      ),
  },
  {
    id: "setting.queries",
    says: "logs record each name that machines of a network look up",
    judge: (model) =>
      each(
        model.ofType("aws_vpc"),
        (vpc) => {
          const log = model
            .ofType("aws_route53_resolver_query_log_config_association")
            .find((one) => model.referred(one, "resource_id", "aws_vpc") === vpc);
          return log && `${log.address} records the names that its machines look up`;
        },
        "nothing records the names that its machines look up",
      ),
  },
  {
    id: "setting.connections",
    says: "each client VPN records who connects",
    judge: (model) =>
      each(
        model.ofType("aws_ec2_client_vpn_endpoint"),
        (endpoint) =>
          endpoint.blocks("connection_log_options").some((log) => log.truth("enabled") === true)
            ? "it records who connects, and when"
            : undefined,
        "it does not record who connects",
      ),
  },
];

function objectAccess(model: Model): Standing {
  const trails = trailsOf(model);
  const written = trails.flatMap((trail) => bucketsOf(model, trail));
  return each(
    model.ofType("aws_s3_bucket").filter((bucket) => !written.includes(bucket)),
    (bucket) => {
      const trail = trails.find((one) => recordsObjects(one, bucket));
      return trail && `${trail.address} records reads and writes of its objects`;
    },
    "no trail records reads and writes of its objects",
  );
}

/** Trails that are on, as they are where nothing is said. */
function trailsOf(model: Model): Resource[] {
  return model.ofType("aws_cloudtrail").filter((trail) => isOnUnlessSaid(trail, "enable_logging"));
}

function eachTrail(model: Model, stands: (trail: Resource) => string | undefined, lacks: string): Standing {
  const trails = trailsOf(model);
  return trails.length === 0 ? somewhere([], "there is no trail that is on") : each(trails, stands, lacks);
}

function bucketsOf(model: Model, trail: Resource): Resource[] {
  const target = model.follow(trail.value("s3_bucket_name"));
  return model
    .ofType("aws_s3_bucket")
    .filter((bucket) =>
      target.kind === "resource"
        ? target.resource === bucket
        : target.kind === "known" && target.value === bucket.text("bucket"),
    );
}

/** Whether the trail records all management events of every region, as it does where no selector says otherwise. */
function recordsCalls(trail: Resource): boolean {
  if (trail.truth("is_multi_region_trail") !== true) return false;
  if (trail.hasHiddenBlocks("event_selector") || trail.hasHiddenBlocks("advanced_event_selector")) return false;
  const advanced = trail.blocks("advanced_event_selector").map((selector) => selector.blocks("field_selector"));
  if (advanced.length > 0)
    return advanced.some((fields) => fields.length === 1 && fields.every((field) => is(field, CATEGORY, "Management")));
  return trail
    .blocks("event_selector")
    .every(
      (selector) =>
        isOnUnlessSaid(selector, "include_management_events") && (selector.text("read_write_type") ?? "All") === "All",
    );
}

/** Whether an advanced selector of the trail takes every read and write of the bucket's objects. */
function recordsObjects(trail: Resource, bucket: Resource): boolean {
  return trail.blocks("advanced_event_selector").some((selector) => {
    const fields = selector.blocks("field_selector");
    return (
      fields.some((field) => is(field, CATEGORY, "Data")) &&
      fields.some((field) => is(field, OBJECT_TYPE, "AWS::S3::Object")) &&
      fields.every((field) => [CATEGORY, OBJECT_TYPE].includes(field.text("field") ?? "") || startsWith(field, bucket))
    );
  });
}

/** Whether a field has to equal one value, and nothing else is asked of it. */
function is(field: Block, name: string, wanted: string): boolean {
  return field.text("field") === name && known(field, "equals").join() === wanted && asksBy(field).join() === "equals";
}

/** Whether a field asks for objects of some buckets only, and this one is of them. */
function startsWith(field: Block, bucket: Resource): boolean {
  const name = bucket.text("bucket");
  return (
    field.text("field") === "resources.ARN" &&
    asksBy(field).join() === "starts_with" &&
    name !== undefined &&
    known(field, "starts_with").some((start) => /^arn:[^:]*:s3:::(.*)$/.exec(start)?.[1] === `${name}/`)
  );
}

function asksBy(field: Block): string[] {
  return OPERATORS.filter((operator) => field.list(operator).length > 0);
}

function known(field: Block, attribute: string): string[] {
  return field.list(attribute).flatMap((value) => (value.kind === "known" ? [String(value.value)] : []));
}

function sameAccount(one: Resource, other: Resource): boolean {
  if (one.provider === undefined || other.provider === undefined) return false;
  if (one.provider.attributes === other.provider.attributes) return true;
  const accounts = accountsOfProvider(one.provider);
  return accounts.length === 1 && accountsOfProvider(other.provider).join() === accounts[0];
}

/** For how long, and how firmly, a bucket keeps what is put into it. */
function retentionOf(model: Model, bucket: Resource): string | undefined {
  for (const lock of ofBucket(model, bucket, "aws_s3_bucket_object_lock_configuration"))
    for (const retention of lock.blocks("rule").flatMap((rule) => rule.blocks("default_retention")))
      for (const unit of ["days", "years"]) {
        const time = retention.text(unit);
        const mode = retention.text("mode");
        if (time !== undefined && mode !== undefined && Number(time) > 0) return `${time} ${unit} (${mode})`;
      }
  return undefined;
}

import { SETTINGS } from "../../src/compliance";
import { modelOf } from "../../src/verify";

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What is shown: where it stands, and where it is lacking. */
const judged = (setting: string, resource: Resources): { stands: string[]; lacks: string[] } => {
  const model = modelOf({
    target: "x",
    json: {
      provider: {
        aws: [
          { region: "eu-west-1", assume_role: [{ role_arn: "arn:aws:iam::111111111111:role/Deploy" }] },
          { region: "eu-west-1", alias: "lab", assume_role: [{ role_arn: "arn:aws:iam::222222222222:role/Deploy" }] },
        ],
      },
      resource: { aws_iam_role: { any: { assume_role_policy: "{}" } }, ...resource },
    },
  });
  const found = SETTINGS.find(({ id }) => id === `setting.${setting}`);
  if (model === undefined || found === undefined) throw new Error(`there is no setting.${setting}`);
  const { stands, lacks } = found.judge(model);
  return { stands: stands.map(({ address }) => address), lacks: lacks.map(({ address }) => address) };
};

const stands = (...addresses: string[]): ReturnType<typeof judged> => ({ stands: addresses, lacks: [] });
const lacks = (...addresses: string[]): ReturnType<typeof judged> => ({ stands: [], lacks: addresses });
const NOWHERE = lacks("(configuration)");
const ABSENT = stands();

const VPC = { aws_vpc: { data: { cidr_block: "10.0.0.0/16" } } };
const BUCKETS = { aws_s3_bucket: { audit: { bucket: "audit" }, scans: { bucket: "scans" } } };
const TRAIL = { name: "trail", s3_bucket_name: "audit", is_multi_region_trail: true };
const trail = (more: Readonly<Record<string, unknown>>): Resources => ({
  aws_cloudtrail: { calls: { ...TRAIL, ...more } },
});
const select = (...fields: Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> => ({
  advanced_event_selector: [{ field_selector: fields }],
});
const MANAGEMENT = { field: "eventCategory", equals: ["Management"] };
const DATA = { field: "eventCategory", equals: ["Data"] };
const OBJECTS = { field: "resources.type", equals: ["AWS::S3::Object"] };
const SCANS = { field: "resources.ARN", starts_with: ["arn:aws:s3:::scans/"] };

const LOCK = (rule: unknown): Resources => ({
  aws_s3_bucket_object_lock_configuration: { audit: { bucket: "${aws_s3_bucket.audit.id}", rule: [rule] } },
});
const VPN = (more: Readonly<Record<string, unknown>>): Resources => ({
  aws_ec2_client_vpn_endpoint: { entry: { server_certificate_arn: "arn", ...more } },
});
const SUBNETS = (...zones: string[]): Resources => ({
  aws_subnet: Object.fromEntries(
    zones.map((zone, at) => [`s${at}`, { vpc_id: "${aws_vpc.data.id}", availability_zone_id: zone }]),
  ),
});
const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";

const CASES: readonly [string, string, Resources, ReturnType<typeof judged>][] = [
  [
    "api-calls",
    "stands by a trail of every region in the network's account",
    { ...VPC, ...trail({}) },
    stands("aws_vpc.data"),
  ],
  [
    "api-calls",
    "stands by a selector of all management events",
    { ...VPC, ...trail(select(MANAGEMENT)) },
    stands("aws_vpc.data"),
  ],
  ["api-calls", "is lacking without a trail", VPC, lacks("aws_vpc.data")],
  [
    "api-calls",
    "is lacking where the trail is of one region",
    { ...VPC, ...trail({ is_multi_region_trail: false }) },
    lacks("aws_vpc.data"),
  ],
  [
    "api-calls",
    "is lacking where the trail is off",
    { ...VPC, ...trail({ enable_logging: false }) },
    lacks("aws_vpc.data"),
  ],
  [
    "api-calls",
    "is lacking where the trail is of another account",
    { ...VPC, ...trail({ provider: "aws.lab" }) },
    lacks("aws_vpc.data"),
  ],
  [
    "api-calls",
    "is lacking where the trail takes data events only",
    { ...VPC, ...trail(select(DATA)) },
    lacks("aws_vpc.data"),
  ],
  [
    "api-calls",
    "is lacking where reads are left out",
    { ...VPC, ...trail(select(MANAGEMENT, { field: "readOnly", equals: ["false"] })) },
    lacks("aws_vpc.data"),
  ],
  [
    "api-calls",
    "is lacking where an old selector leaves management out",
    { ...VPC, ...trail({ event_selector: [{ include_management_events: false }] }) },
    lacks("aws_vpc.data"),
  ],
  ["api-calls", "is absent without a network", trail({}), ABSENT],

  [
    "object-access",
    "stands for every bucket but the trail's own",
    { ...BUCKETS, ...trail(select(DATA, OBJECTS)) },
    stands("aws_s3_bucket.scans"),
  ],
  [
    "object-access",
    "stands for a bucket that the selector names",
    { ...BUCKETS, ...trail(select(DATA, OBJECTS, SCANS)) },
    stands("aws_s3_bucket.scans"),
  ],
  [
    "object-access",
    "is lacking for a bucket that the selector leaves out",
    { ...BUCKETS, ...trail(select(DATA, OBJECTS, { ...SCANS, starts_with: ["arn:aws:s3:::scans-2/"] })) },
    lacks("aws_s3_bucket.scans"),
  ],
  [
    "object-access",
    "is lacking where some objects of it are left out",
    { ...BUCKETS, ...trail(select(DATA, OBJECTS, { ...SCANS, not_ends_with: [".dcm"] })) },
    lacks("aws_s3_bucket.scans"),
  ],
  [
    "object-access",
    "is lacking where only writes are taken",
    { ...BUCKETS, ...trail(select(DATA, OBJECTS, { field: "readOnly", equals: ["false"] })) },
    lacks("aws_s3_bucket.scans"),
  ],
  [
    "object-access",
    "is lacking without a trail",
    { aws_s3_bucket: { scans: { bucket: "scans" } } },
    lacks("aws_s3_bucket.scans"),
  ],

  [
    "records-signed",
    "stands where validation is on",
    trail({ enable_log_file_validation: true }),
    stands("aws_cloudtrail.calls"),
  ],
  ["records-signed", "is lacking where nothing is said", trail({}), lacks("aws_cloudtrail.calls")],
  ["records-signed", "is lacking without a trail", VPC, NOWHERE],

  [
    "records-kept",
    "stands by object lock with a time",
    { ...BUCKETS, ...trail({}), ...LOCK({ default_retention: [{ mode: "COMPLIANCE", days: 365 }] }) },
    stands("aws_cloudtrail.calls"),
  ],
  [
    "records-kept",
    "is lacking by object lock without a time",
    { ...BUCKETS, ...trail({}), ...LOCK({}) },
    lacks("aws_cloudtrail.calls"),
  ],
  [
    "records-kept",
    "is lacking where the bucket is somebody else's",
    { ...trail({ s3_bucket_name: "elsewhere" }) },
    lacks("aws_cloudtrail.calls"),
  ],

  [
    "flows",
    "stands by a log of all traffic",
    { ...VPC, aws_flow_log: { all: { vpc_id: "${aws_vpc.data.id}", traffic_type: "ALL" } } },
    stands("aws_vpc.data"),
  ],
  [
    "flows",
    "is lacking by a log of what was refused",
    { ...VPC, aws_flow_log: { all: { vpc_id: "${aws_vpc.data.id}", traffic_type: "REJECT" } } },
    lacks("aws_vpc.data"),
  ],
  [
    "queries",
    "stands by an association with the network",
    { ...VPC, aws_route53_resolver_query_log_config_association: { all: { resource_id: "${aws_vpc.data.id}" } } },
    stands("aws_vpc.data"),
  ],
  ["queries", "is lacking without one", VPC, lacks("aws_vpc.data")],

  [
    "connections",
    "stands where the log is on",
    VPN({ connection_log_options: [{ enabled: true }] }),
    stands("aws_ec2_client_vpn_endpoint.entry"),
  ],
  [
    "connections",
    "is lacking where it is off",
    VPN({ connection_log_options: [{ enabled: false }] }),
    lacks("aws_ec2_client_vpn_endpoint.entry"),
  ],
  ["connections", "is absent without a VPN", VPC, ABSENT],
  [
    "federated",
    "stands by both kinds",
    VPN({ authentication_options: [{ type: "certificate-authentication" }, { type: "federated-authentication" }] }),
    stands("aws_ec2_client_vpn_endpoint.entry"),
  ],
  [
    "federated",
    "is lacking by a certificate alone",
    VPN({ authentication_options: [{ type: "certificate-authentication" }] }),
    lacks("aws_ec2_client_vpn_endpoint.entry"),
  ],
  [
    "sessions-end",
    "stands by a time that ends them",
    VPN({ session_timeout_hours: 10, disconnect_on_session_timeout: true }),
    stands("aws_ec2_client_vpn_endpoint.entry"),
  ],
  [
    "sessions-end",
    "is lacking where they go on",
    VPN({ session_timeout_hours: 10 }),
    lacks("aws_ec2_client_vpn_endpoint.entry"),
  ],

  [
    "versions",
    "stands where they are kept",
    {
      aws_s3_bucket: { a: { bucket: "a" } },
      aws_s3_bucket_versioning: { a: { bucket: "a", versioning_configuration: [{ status: "Enabled" }] } },
    },
    stands("aws_s3_bucket.a"),
  ],
  [
    "versions",
    "is lacking where they are suspended",
    {
      aws_s3_bucket: { a: { bucket: "a" } },
      aws_s3_bucket_versioning: { a: { bucket: "a", versioning_configuration: [{ status: "Suspended" }] } },
    },
    lacks("aws_s3_bucket.a"),
  ],
  ["zones", "stands by two zones", { ...VPC, ...SUBNETS("euw1-az1", "euw1-az2", "euw1-az1") }, stands("aws_vpc.data")],
  ["zones", "is lacking by one", { ...VPC, ...SUBNETS("euw1-az1", "euw1-az1") }, lacks("aws_vpc.data")],

  [
    "alarms",
    "stands by one that tells a topic",
    { aws_cloudwatch_metric_alarm: { a: { alarm_actions: [TOPIC] } } },
    stands("aws_cloudwatch_metric_alarm.a"),
  ],
  [
    "alarms",
    "is lacking by one that stops a machine",
    { aws_cloudwatch_metric_alarm: { a: { alarm_actions: ["arn:aws:automate:eu-west-1:ec2:stop"] } } },
    NOWHERE,
  ],
  [
    "alarms",
    "is lacking by one whose actions are off",
    { aws_cloudwatch_metric_alarm: { a: { alarm_actions: [TOPIC], actions_enabled: false } } },
    NOWHERE,
  ],
  [
    "budgets",
    "stands by one that tells a topic",
    { aws_budgets_budget: { a: { notification: [{ subscriber_sns_topic_arns: [TOPIC] }] } } },
    stands("aws_budgets_budget.a"),
  ],
  ["budgets", "is lacking by one that tells nobody", { aws_budgets_budget: { a: { limit_amount: "1" } } }, NOWHERE],
  [
    "uploads-scanned",
    "stands by a plan",
    { aws_guardduty_malware_protection_plan: { a: {} } },
    stands("aws_guardduty_malware_protection_plan.a"),
  ],
  ["uploads-scanned", "is lacking without one", VPC, NOWHERE],
];

describe("settings", () => {
  it.each(CASES)("%s: %s", (setting, _, resource, expected) => {
    expect(judged(setting, resource)).toEqual(expected);
  });

  it("each have a case that stands and one that is lacking", () => {
    for (const { id } of SETTINGS) {
      const cases = CASES.filter(([setting]) => `setting.${setting}` === id).map(([, , , expected]) => expected);
      expect({
        id,
        stands: cases.some((one) => one.stands.length > 0),
        lacks: cases.some((one) => one.lacks.length > 0),
      }).toEqual({ id, stands: true, lacks: true });
    }
  });
});

import {
  addingTo,
  hasSid,
  policies,
  setting,
  statements,
  together,
  type Attributes,
  type Edits,
  type Statement,
} from "./edits";
import { type Break } from "./network-breaks";
import { type Harmless } from "./harmless";

const HOSPITAL = "111111111111";
const TENANT = "222222222222";
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const UPLOADER = role(TENANT, "NeuroAiUpload");
const REQUESTER = role(TENANT, "NeuroAiResults");
const BOX = role(TENANT, "databox/stroke-registry/neuro-ai/databox-stroke-registry-neuro-ai-compute");
const COPIER = role(HOSPITAL, "DataBoxAirlockCopier");

const BUCKET_POLICY = "aws_s3_bucket_policy";
const isOf =
  (bucket: string) =>
  (_: Attributes, name: string): boolean =>
    `_${name}`.includes(`_${bucket}_`);

/** Takes statements out of the policy of one of the airlock's buckets. */
const without = (bucket: string, ...sids: readonly string[]): Edits =>
  policies(
    BUCKET_POLICY,
    "policy",
    (all) => {
      const left = all.filter(({ Sid = "" }) => !sids.includes(Sid));
      if (left.length !== all.length - sids.length) throw new Error(`${bucket} has not all of ${sids.join(", ")}`);
      all.splice(0, all.length, ...left);
    },
    isOf(bucket),
  );

/** Names one more role where a statement of a bucket names some: in what it excepts, or in whom it allows. */
const naming = (bucket: string, sid: string, arn: string): Edits =>
  statements(
    BUCKET_POLICY,
    "policy",
    (one, name) => isOf(bucket)({}, name) && one.Sid === sid,
    (one) => {
      for (const operator of ["ArnNotEquals", "ArnEquals"]) {
        const roles = one.Condition?.[operator];
        if (roles !== undefined) roles["aws:PrincipalArn"] = [roles["aws:PrincipalArn"], arn].flat();
      }
      const { AWS } = (one.Principal ?? {}) as { AWS?: string[] };
      AWS?.push(`arn:aws:iam::${arn.split(":")[4] ?? ""}:root`);
    },
  );

const tagging = (arn: string): Edits =>
  together(naming("outbox", "OnlyReviewersTag", arn), naming("outbox", "ReviewersTag", arn));

const readable = (arn: string): Edits =>
  together(
    naming("released", "ReadObjectsOnlyThroughTheEndpoint", arn),
    naming("released", "OnlyRequestersRead", arn),
    naming("released", "RequestersRead", arn),
  );

const LINK = "data-box_link-endpoints_s3";
const isLink = (_: Attributes, name: string): boolean => name.startsWith(LINK);

/** Names one more role in a grant of the endpoint that the hospital's link leads to. */
const overTheLink = (sid: string, arn: string): Edits =>
  statements(
    "aws_vpc_endpoint",
    "policy",
    (one, name) => isLink({}, name) && one.Sid === sid,
    (one) => {
      const roles = one.Condition?.["ArnEquals"] as { "aws:PrincipalArn": string | string[] };
      roles["aws:PrincipalArn"] = [roles["aws:PrincipalArn"], arn].flat();
    },
  );

const chain = (name: string, edits: Edits): Break => ({ name, channel: "store.airlock", edits });

export const AIRLOCK_BREAKS: readonly Break[] = [
  chain("a requester who may approve", tagging(REQUESTER)),
  chain("a box that may approve what it sends", tagging(BOX)),
  chain("a copier who may approve", tagging(COPIER)),
  chain("approval by whoever IAM lets tag", without("outbox", "OnlyReviewersTag")),
  chain("a copier who reads a store", without("store-scans", "CarriersReadNothing")),
  chain("a copier who reads the audit trail", without("audit-trail", "CarriersReadNothing")),
  chain(
    "a scanner who reads a store",
    statements(
      BUCKET_POLICY,
      "policy",
      (one, name) => isOf("store-scans")({}, name) && one.Sid === "CarriersReadNothing",
      // Only the copier is left there.
      (one) => (one.Condition = { ArnEquals: { "aws:PrincipalArn": COPIER } }),
    ),
  ),
  chain("copies without any approval", without("outbox", "CopierReadsApproved", "CopierReadsTwiceApproved")),
  chain("a first reviewer who may speak for the second", without("outbox", "SecondWordIsTheSecondReviewers")),
  chain("a second reviewer who may speak first", without("outbox", "SecondAfterTheFirst")),
  chain(
    "a copier who fetches from outside",
    policies(
      BUCKET_POLICY,
      "policy",
      (all) => {
        const text = JSON.stringify(all).replaceAll(REQUESTER, COPIER);
        all.splice(0, all.length, ...(JSON.parse(text) as Statement[]));
      },
      isOf("released"),
    ),
  ),
  chain("a copier who may fill the outbox", naming("outbox", "OnlyTheBoxPuts", COPIER)),
  chain("released files put by whoever IAM lets", without("released", "OnlyTheCopierPuts")),
  chain(
    "released files read by whoever IAM lets",
    without("released", "ReadObjectsOnlyThroughTheEndpoint", "OnlyRequestersRead"),
  ),
  chain("an outbox that is filled from outside", without("outbox", "WriteObjectsOnlyThroughTheEndpoint")),
  chain("an outbox that is filled by whoever IAM lets", without("outbox", "OnlyTheBoxPuts")),
  chain("a quarantine that is filled by whoever IAM lets", without("quarantine", "OnlyUploadersPut")),
  {
    name: "an outbox that is read from outside",
    channel: "store.reads-outside",
    edits: without("outbox", "ReadObjectsOnlyThroughTheEndpoint"),
  },
  {
    name: "an inbox that is read from outside",
    channel: "store.reads-outside",
    edits: without("inbox", "ReadObjectsOnlyThroughTheEndpoint"),
  },
  {
    name: "a requester more than the project file names",
    channel: "store.reads-outside",
    edits: readable(UPLOADER),
  },
  {
    name: "requesters who come from anywhere",
    channel: "store.reads-outside",
    edits: without("released", "FromNamedNetworks"),
  },
  {
    name: "requesters who come from somewhere else, too",
    channel: "store.reads-outside",
    edits: statements(
      BUCKET_POLICY,
      "policy",
      (one, name) => isOf("released")({}, name) && one.Sid === "FromNamedNetworks",
      (one) =>
        (one.Condition = { ...one.Condition, NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"] } }),
    ),
  },
  {
    name: "a role more that lists the outbox at the hospital's site",
    channel: "net.site-to-site-flows",
    edits: overTheLink("SeeOutbox0", role(HOSPITAL, "Janitor")),
  },
  {
    name: "anybody of the hospital's who lists the outbox at its site",
    channel: "net.site-to-site-flows",
    edits: policies(
      "aws_vpc_endpoint",
      "policy",
      (all) => {
        for (const { Condition, Sid } of all) if (Sid === "SeeOutbox0") delete Condition?.["ArnEquals"];
      },
      isLink,
    ),
  },
  {
    name: "a box that reads its inbox at the hospital's site",
    channel: "net.site-to-site-flows",
    edits: policies(
      "aws_vpc_endpoint",
      "policy",
      (all) => {
        for (const one of all)
          if (one.Sid === "FillInbox0")
            Object.assign(one, {
              Action: "s3:GetObject",
              Condition: { StringEquals: { "aws:PrincipalAccount": [TENANT] } },
            });
      },
      isLink,
    ),
  },
  {
    name: "a requester of nobody's account",
    channel: "store.bucket-policy",
    edits: readable(role("999999999999", "Friend")),
  },
  {
    name: "an export policy that is not written out",
    channel: "store.airlock",
    edits: setting(BUCKET_POLICY, { policy: '${file("policy.json")}' }, isOf("released")),
  },
  {
    name: "a scan of a bucket of somebody else's",
    channel: "log.security-services",
    edits: setting("aws_guardduty_malware_protection_plan", {
      protected_resource: [{ s3_bucket: [{ bucket_name: "somebody-elses" }] }],
    }),
  },
  {
    name: "a scan with a role of somebody else's",
    channel: "log.security-services",
    edits: setting("aws_guardduty_malware_protection_plan", { role: role("999999999999", "Scanner") }),
  },
  {
    name: "a replica of what was released",
    channel: "store.carriers",
    edits: addingTo(
      "aws_s3_bucket",
      "aws_s3_bucket_replication_configuration",
      (bucket) => ({ bucket, role: COPIER, rule: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::x" } }] }),
      isOf("released"),
    ),
  },
];

export const AIRLOCK_HARMLESS: readonly Harmless[] = [
  { name: "statements in another order", edits: policies(BUCKET_POLICY, "policy", (all) => void all.reverse()) },
  {
    name: "statements without names",
    edits: policies(
      BUCKET_POLICY,
      "policy",
      (all) => {
        for (const one of all) delete one.Sid;
      },
      (_, name) => !name.includes("released"),
    ),
  },
  { name: "one approval in the place of two", edits: without("outbox", "CopierReadsTwiceApproved") },
  { name: "a reviewer more", edits: tagging(role(HOSPITAL, "AnotherSteward")) },
  { name: "a role more that reads no store", edits: naming("store-scans", "CarriersReadNothing", UPLOADER) },
  {
    name: "a longer time to fetch",
    edits: setting("aws_s3_bucket_lifecycle_configuration", { rule: [] }, isOf("released")),
  },
  {
    name: "keys of tags in another case",
    edits: statements(BUCKET_POLICY, "policy", hasSid("CopierReadsApproved"), (one) => {
      one.Condition = JSON.parse(
        JSON.stringify(one.Condition).replace("s3:ExistingObjectTag", "S3:existingobjecttag"),
      ) as Statement["Condition"];
    }),
  },
];

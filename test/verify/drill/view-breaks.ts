import {
  changing,
  hasSid,
  policies,
  statements,
  together,
  FOREIGN,
  type Attributes,
  type Edits,
  type Statement,
} from "./edits";
import { type Harmless } from "./harmless";
import { type Break } from "./network-breaks";

/** The bucket of a store of the example. */
const bucket = (store: string): string => `arn:aws:s3:::databox-stroke-registry-${store}-111111111111`;
const role = (account: string, tenant: string): string =>
  `arn:aws:iam::${account}:role/databox/stroke-registry/${tenant}/databox-stroke-registry-${tenant}-compute`;
const NEURO = role("222222222222", "neuro-ai");

const named =
  (part: string) =>
  (_: Attributes, name: string): boolean =>
    name.includes(part);

/** The three layers that let a tenant's role do something with objects: its own policy, its boundary, the bucket's policy. */
const byRole = (Action: string, Resource: string): Edits =>
  policies(
    "aws_iam_role_policy",
    "policy",
    (all) => void all.push({ Sid: "Added", Effect: "Allow", Action, Resource }),
    named("research-box-neuro-ai_compute-role"),
  );
const byBoundary = (Action: string, Resource: string): Edits =>
  policies(
    "aws_iam_policy",
    "policy",
    (all) => void all.unshift({ Sid: "Added", Effect: "Allow", Action, Resource }),
    named("guardrails-222222222222"),
  );
const byBucket = (store: string, Action: string, Resource: string, more: Partial<Statement> = {}): Edits =>
  policies(
    "aws_s3_bucket_policy",
    "policy",
    (all) =>
      void all.push({
        Sid: "Added",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action,
        Resource,
        Condition: { ArnEquals: { "aws:PrincipalArn": NEURO } },
        ...more,
      }),
    named(`store-${store}`),
  );
const byAll = (store: string, Action: string, Resource: string): Edits =>
  together(byRole(Action, Resource), byBoundary(Action, Resource), byBucket(store, Action, Resource));

const OTHERS = `${bucket("findings")}/results/omics-lab/*`;

export const VIEW_BREAKS: readonly Break[] = [
  {
    name: "a tenant's role that reads another one's results",
    channel: "store.between-boxes",
    edits: byAll("findings", "s3:GetObject", OTHERS),
  },
  {
    name: "a tenant's role that reads all results, without a boundary",
    channel: "store.between-boxes",
    edits: together(
      byRole("s3:*", "*"),
      byBucket("findings", "s3:Get*", `${bucket("findings")}/*`),
      changing(
        "aws_iam_role",
        (one) => void delete one["permissions_boundary"],
        named("research-box-neuro-ai_compute"),
      ),
    ),
  },
  {
    name: "a tenant's role that writes among another one's results",
    channel: "store.between-boxes",
    edits: byAll("findings", "s3:PutObject", OTHERS),
  },
  {
    name: "one prefix of results for two tenants",
    channel: "store.between-boxes",
    edits: () => [
      (stack) => {
        stack.resource = JSON.parse(
          JSON.stringify(stack.resource).replaceAll("/results/neuro-ai/", "/results/omics-lab/"),
        ) as typeof stack.resource;
      },
    ],
  },
  {
    name: "a prefix of results that begins like another one's",
    channel: "store.between-boxes",
    edits: () => [
      (stack) => {
        stack.resource = JSON.parse(
          JSON.stringify(stack.resource).replaceAll("/results/neuro-ai/*", "/results/*i*"),
        ) as typeof stack.resource;
      },
    ],
  },
  {
    name: "source data that a tenant writes and another one reads",
    channel: "store.between-boxes",
    edits: byAll("scans", "s3:PutObject", `${bucket("scans")}/perfusion/*`),
  },
  {
    name: "a results store that serves another account",
    channel: "store.bucket-policy",
    edits: byBucket("findings", "s3:GetObject", `${bucket("findings")}/*`, {
      Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` },
      Condition: {},
    }),
  },
  {
    name: "results that are read from anywhere",
    channel: "store.reads-outside",
    edits: policies(
      "aws_s3_bucket_policy",
      "policy",
      (all) => all.splice(all.findIndex(hasSid("ReadObjectsOnlyThroughTheEndpoint")), 1),
      named("store-findings"),
    ),
  },
  {
    name: "results that whoever deploys reads",
    channel: "identity.deploy-role",
    edits: policies(
      "aws_s3_bucket_policy",
      "policy",
      (all) => all.splice(all.findIndex(hasSid("DeployRolesNeverTouchObjects")), 1),
      named("store-findings"),
    ),
  },
  {
    name: "a view's grant of the endpoint for whoever asks",
    channel: "net.endpoints",
    edits: statements("aws_vpc_endpoint", "policy", hasSid(/^Part\d+$/), (one) => void delete one.Condition),
  },
];

export const HARMLESS_VIEWS: readonly Harmless[] = [
  { name: "a role's own policy alone that names all results", edits: byRole("s3:*", "*") },
  { name: "a boundary alone that names all results", edits: byBoundary("s3:GetObject", OTHERS) },
  {
    name: "a bucket's policy alone that shows a tenant another one's results",
    edits: byBucket("findings", "s3:GetObject", OTHERS),
  },
  {
    name: "all source data for a tenant who saw a part",
    edits: () => [
      (stack) => {
        stack.resource = JSON.parse(
          JSON.stringify(stack.resource).replaceAll("/perfusion/*", "/*"),
        ) as typeof stack.resource;
      },
    ],
  },
  {
    name: "results that a tenant reads, and writes no more",
    edits: statements("aws_s3_bucket_policy", "policy", hasSid(/^Part\d+$/), (one) => {
      one.Action = "s3:GetObject";
    }),
  },
];

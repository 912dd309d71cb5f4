import { type Resource } from "../../model/resource";
import { readPolicy, type Statement } from "../../policy/document";
import { ACTION, notLike, type Layer, type Literal } from "../../requests";

/**
 * What a service of AWS's does by its own code when it starts and ends machines in the box: nobody's code runs as the role,
 * and what it starts is judged as what it is.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-service-role-v2.html
 */
const LAUNCHES: Readonly<Record<string, readonly string[]>> = {
  "elasticmapreduce.amazonaws.com": [
    "ec2:createfleet",
    "ec2:createlaunchtemplate",
    "ec2:createlaunchtemplateversion",
    "ec2:createnetworkinterface",
    "ec2:createtags",
    "ec2:deletelaunchtemplate",
    "ec2:deletenetworkinterface",
    "ec2:modifyinstanceattribute",
    "ec2:runinstances",
    "ec2:terminateinstances",
    "iam:passrole",
  ],
};

/** To hand EC2 the key of a volume is to attach the volume: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
const FOR_VOLUMES: Statement = {
  sid: "(EC2 attaches encrypted volumes)",
  effect: "Deny",
  principals: [],
  notPrincipal: false,
  actions: ["kms:CreateGrant"],
  notAction: false,
  resources: ["*"],
  notResource: false,
  conditions: [{ operator: "StringLike", key: "kms:viaservice", values: ["ec2.*.amazonaws.com"] }],
};

/** What a question about a role leaves out, since only a service that starts machines takes the role on. */
export interface ManagedLaunches {
  readonly region: readonly Literal[];
  readonly layers: readonly Layer[];
}

const NONE: ManagedLaunches = { region: [], layers: [] };

/** What to leave out of a question about a role: nothing, unless one such service and nobody else takes it on. */
export function managedLaunches(role: Resource): ManagedLaunches {
  const raw = role.attributes["assume_role_policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  if ("unread" in reading) return NONE;
  const allows = reading.statements.filter(({ effect }) => effect === "Allow");
  const principals = allows.flatMap((one) => one.principals);
  const [first] = principals;
  const actions = first?.kind === "service" ? LAUNCHES[first.name] : undefined;
  if (
    actions === undefined ||
    allows.some(({ notPrincipal }) => notPrincipal) ||
    principals.some((one) => one.kind !== "service" || one.name !== (first?.kind === "service" ? first.name : ""))
  )
    return NONE;
  return {
    region: [notLike(ACTION, actions)],
    layers: [{ name: "encrypted volumes", statements: [FOR_VOLUMES], needsAllow: false }],
  };
}

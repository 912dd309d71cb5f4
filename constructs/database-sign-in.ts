import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { nothingAfter } from "./last-day";
import { accountPrincipal, policyJson, type PolicyStatement } from "./policy-document";
import { type ServiceNeeds } from "./service-needs";

/** A user of one database. */
export interface DatabaseUser {
  /** Id that AWS gives the cluster, `cluster-…`. */
  readonly clusterResourceId: string;
  /** Name of the user in it. */
  readonly user: string;
}

export interface DatabaseSignInProps {
  /** Name of the role, see `signInRoleArn`. */
  readonly name: string;
  /** IAM path, with leading and trailing slash. */
  readonly path: string;
  readonly region: string;
  /** Account of the databases, 12 digits. */
  readonly account: string;
  readonly permissionsBoundaryArn: string;
  /** ARN of the role that takes it on, and account of that one. */
  readonly client: { readonly account: string; readonly roleArn: string };
  readonly users: readonly DatabaseUser[];
  /**
   * Last day on which it signs in, ISO 8601.
   * @default - no end
   */
  readonly until?: string;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * The role by which a tenant's machines sign in to databases: as one named user of each, and nothing besides. AWS takes
 * tokens of principals of the database's own account only, so that a machine of another account takes this role on.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export class DatabaseSignIn extends Construct {
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, props: DatabaseSignInProps) {
    super(scope, id);
    const { account, client, provider, region } = props;
    this.role = new IamRole(this, "role", {
      name: props.name,
      path: props.path,
      description: "Signs in to databases as a tenant's users",
      assumeRolePolicy: policyJson([
        {
          Sid: "TenantsMachinesOnly",
          Effect: "Allow",
          Principal: accountPrincipal([client.account]),
          Action: "sts:AssumeRole",
          Condition: { ArnEquals: { "aws:PrincipalArn": client.roleArn } },
        },
      ]),
      permissionsBoundary: props.permissionsBoundaryArn,
      // One role taken on from another is held for an hour at most.
      maxSessionDuration: 3600,
      provider,
    });
    new IamRolePolicy(this, "policy", {
      name: "permissions",
      role: this.role.name,
      policy: policyJson([
        connectStatement(
          props.users.map(({ clusterResourceId, user }) => userArn(region, account, clusterResourceId, user)),
        ),
        ...nothingAfter(props.until),
      ]),
      provider,
    });
  }
}

/** ARN of a user of a database, or a pattern of them. */
export function userArn(region: string, account: string, clusterResourceId: string, user: string): string {
  return `arn:aws:rds-db:${region}:${account}:dbuser:${clusterResourceId}/${user}`;
}

/** Leave to sign in as users. */
export function connectStatement(users: readonly string[]): PolicyStatement {
  return { Sid: "SignIn", Effect: "Allow", Action: "rds-db:connect", Resource: users };
}

/** ARN of the role by which a tenant's machines sign in, known before it is made. */
export function signInRoleArn(project: string, tenant: string, account: string): string {
  return `arn:aws:iam::${account}:role/databox/${project}/databox/${signInRoleName(project, tenant)}`;
}

export function signInRoleName(project: string, tenant: string): string {
  return `databox-${project}-${tenant}-database`;
}

/** Leave to take sign-in roles on. */
export function takeOnStatement(roleArns: readonly string[]): PolicyStatement {
  return { Sid: "TakeOnSignIn", Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArns };
}

/** Databases that a box signs in to. */
export interface DatabaseAccess {
  /** ARN of the sign-in role, and account of that one. */
  readonly signIn: { readonly account: string; readonly roleArn: string };
  /** Exact names of the databases. */
  readonly hostNames: readonly string[];
}

/** What a box needs to sign in: to take the role on through its own endpoint, and to look the databases up. */
export function databaseNeeds(
  { hostNames, signIn }: DatabaseAccess,
  box: { readonly account: string; readonly roleArn: string },
): ServiceNeeds {
  return {
    endpoints: [
      {
        service: "sts",
        grants: [
          {
            sid: "TakeOnSignIn",
            actions: ["sts:AssumeRole"],
            resources: [signIn.roleArn],
            principalAccounts: [box.account],
            roleArns: [box.roleArn],
            resourceAccounts: [signIn.account],
          },
        ],
      },
    ],
    hostNames,
    desktop: [],
    compute: [takeOnStatement([signIn.roleArn])],
    computeCallsEndpoints: true,
  };
}

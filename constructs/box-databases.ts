import { type TerraformProvider } from "cdktf";
import { type Construct } from "constructs";
import { type TunnelService } from "./box-tunnel";
import { DatabaseSignIn, signInRoleArn, signInRoleName, type DatabaseAccess } from "./database-sign-in";
import { DatabaseStore, POSTGRES_PORT, type DatabaseStoreProps } from "./database-store";

/** A tenant's machines as the user of a database. */
export interface DatabaseClient {
  /** The tenant. */
  readonly name: string;
  readonly account: string;
  /** ARN of the machines' role. */
  readonly roleArn: string;
  /** Name of its user in the database. */
  readonly user: string;
  /**
   * Last day on which it signs in, ISO 8601.
   * @default - no end
   */
  readonly until?: string;
}

export interface DataBoxDatabaseProps extends Pick<
  DatabaseStoreProps,
  "snapshotArn" | "version" | "instanceType" | "instances" | "backupDays"
> {
  /** Name of the store, unique in the box. */
  readonly name: string;
  /** @default - nobody signs in */
  readonly clients?: readonly DatabaseClient[];
}

export interface BoxDatabasesProps extends Pick<DatabaseStoreProps, "keyArn" | "tier" | "vpcId"> {
  /** Name of the research undertaking. */
  readonly project: string;
  readonly region: string;
  /** Account of the box, 12 digits. */
  readonly account: string;
  /** IAM path of the box's roles, with leading and trailing slash. */
  readonly rolePath: string;
  readonly permissionsBoundaryArn: string;
  readonly databases: readonly DataBoxDatabaseProps[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** The databases of a DataBox, and for each tenant one role by which it signs in to whichever it sees. */
export class BoxDatabases {
  private readonly stores: ReadonlyMap<string, DatabaseStore>;

  public constructor(
    scope: Construct,
    private readonly props: BoxDatabasesProps,
  ) {
    const { databases, project, provider } = props;
    this.stores = new Map(
      databases.map(({ name, clients: _, ...database }) => [
        name,
        new DatabaseStore(scope, `store-${name}`, {
          ...database,
          name: `databox-${project}-${name}`,
          vpcId: props.vpcId,
          tier: props.tier,
          keyArn: props.keyArn,
          provider,
        }),
      ]),
    );
    const clients = new Map(databases.flatMap((one) => (one.clients ?? []).map((client) => [client.name, client])));
    for (const client of clients.values())
      new DatabaseSignIn(scope, `sign-in-${client.name}`, {
        name: signInRoleName(project, client.name),
        path: props.rolePath,
        region: props.region,
        account: props.account,
        permissionsBoundaryArn: props.permissionsBoundaryArn,
        client,
        users: this.of(client.name).map(({ store, user }) => ({
          clusterResourceId: store.cluster.clusterResourceId,
          user,
        })),
        until: client.until,
        provider,
      });
  }

  /** The databases that a client reaches, for its tunnel. */
  public servicesOf(client: string): TunnelService[] {
    return this.of(client).map(({ name, store }) => ({
      name: `database-${name}`,
      port: POSTGRES_PORT,
      securityGroup: store.securityGroup,
    }));
  }

  /** What a client's box needs to know to sign in; nothing where it sees no database. */
  public accessTo(client: string): DatabaseAccess | undefined {
    const { account, project } = this.props;
    const hostNames = this.of(client).flatMap(({ store }) => store.hostNames);
    if (hostNames.length === 0) return undefined;
    return { signIn: { account, roleArn: signInRoleArn(project, client, account) }, hostNames };
  }

  /**
   * How a client's machines sign in: the role that they take on, then for each database what they give psql, whose password
   * is a token of that role's.
   */
  public signInOf(client: string): string[] {
    const role = this.accessTo(client)?.signIn.roleArn;
    if (role === undefined) return [];
    const connections = this.of(client).map(({ name, store, user }) =>
      [
        `host=${store.cluster.endpoint}`,
        `port=${POSTGRES_PORT}`,
        `dbname=${name}`,
        `user=${user}`,
        "sslmode=verify-full",
      ].join(" "),
    );
    return [`role_arn=${role}`, ...connections];
  }

  private of(client: string): { readonly name: string; readonly user: string; readonly store: DatabaseStore }[] {
    return this.props.databases.flatMap(({ name, clients = [] }) => {
      const store = this.stores.get(name);
      return clients.flatMap((one) => (one.name === client && store ? [{ name, store, user: one.user }] : []));
    });
  }
}

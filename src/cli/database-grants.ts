import { type DatabaseStoreSpec, type Project } from "../project";

/**
 * The SQL by which the hospital lets each tenant see its schema of a database, and nothing else: run before the snapshot is
 * taken that the database is made from, as often as one likes. Whoever signs in by IAM has no password:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export function grantsScript({ name: project, researchBoxes }: Project, { name }: DatabaseStoreSpec): string {
  const database = `"${name}"`;
  const tenants = researchBoxes.flatMap(({ tenant, views }) =>
    views.flatMap((view) => (view.kind === "database" && view.store === name ? [{ ...view, tenant }] : [])),
  );
  return [
    `-- Who sees what of the database ${name} of ${project}, and nothing else.`,
    `-- For the hospital, before it takes the snapshot: psql -v ON_ERROR_STOP=1 -d ${name} -f ${name}.sql`,
    "BEGIN;",
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC;`,
    "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
    ...tenants.flatMap(({ schema, tenant, user, writes }) => [
      "",
      `-- ${tenant} ${writes ? "reads and writes" : "reads"} ${schema}.`,
      `CREATE SCHEMA IF NOT EXISTS ${schema};`,
      `REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC;`,
      `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${user}') THEN CREATE ROLE ${user}; END IF; END $$;`,
      `ALTER ROLE ${user} LOGIN NOCREATEDB NOCREATEROLE PASSWORD NULL;`,
      `GRANT rds_iam TO ${user};`,
      `GRANT CONNECT ON DATABASE ${database} TO ${user};`,
      ...grants(schema, user, writes),
    ]),
    "COMMIT;",
    "",
  ].join("\n");
}

function grants(schema: string, user: string, writes: boolean): string[] {
  const kinds = writes
    ? ([
        ["TABLES", "SELECT, INSERT, UPDATE, DELETE"],
        ["SEQUENCES", "USAGE, SELECT"],
      ] as const)
    : ([["TABLES", "SELECT"]] as const);
  return [
    `GRANT USAGE${writes ? ", CREATE" : ""} ON SCHEMA ${schema} TO ${user};`,
    ...kinds.flatMap(([kind, verbs]) => [
      `GRANT ${verbs} ON ALL ${kind} IN SCHEMA ${schema} TO ${user};`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT ${verbs} ON ${kind} TO ${user};`,
    ]),
  ];
}

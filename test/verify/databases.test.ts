import { verify } from "../../src/verify";
import { sealedBoxes, type Configuration } from "./sealed-box";

type Attributes = Record<string, unknown>;

const ALLOWED = { name: "rds.allowed_extensions", value: "pgcrypto,uuid-ossp" };
const TLS = { name: "rds.force_ssl", value: "1" };
const group = (family: string, ...parameter: unknown[]): Attributes => ({ name: "visits", family, parameter });

/** Sealed boxes with a resource more, and what a channel finds of it. */
function findings(
  channel: string,
  type: string,
  attributes: Attributes,
  change = (_: Configuration): void => undefined,
) {
  const json = sealedBoxes();
  (json.resource[type] ??= {})["added"] = attributes;
  change(json);
  const found = verify({ target: "t", json }).channels.find(({ id }) => id === channel);
  return found?.findings.filter(({ address }) => address === `${type}.added`).map(({ verdict, why }) => [verdict, why]);
}

describe("settings of a database", () => {
  const GROUP = "aws_rds_cluster_parameter_group";
  const of = (attributes: Attributes, type: string = GROUP) => findings("store.databases", type, attributes);

  it.each<[string, Attributes, string?]>([
    ["TLS forced and extensions listed", group("aurora-postgresql16", TLS, ALLOWED)],
    ["TLS by default, from the version on that has it", group("aurora-postgresql17", ALLOWED)],
    ["TLS by default, of an instance of its own", group("postgres15", ALLOWED), "aws_db_parameter_group"],
    [
      "settings of an instance of Aurora, whose TLS is its cluster's",
      group("aurora-postgresql16"),
      "aws_db_parameter_group",
    ],
    ["settings that tune", group("aurora-postgresql16", TLS, ALLOWED, { name: "work_mem", value: "65536" })],
  ])("are closed with %s", (_, attributes, type = GROUP) => {
    expect(of(attributes, type)).toEqual([]);
  });

  it.each<[string, Attributes, string?]>([
    ["left out, of a version that does not force it", group("aurora-postgresql16", ALLOWED)],
    ["switched off, of one that does", group("aurora-postgresql17", ALLOWED, { ...TLS, value: "0" })],
    ["left out, of an instance of an old version", group("postgres14", ALLOWED), "aws_db_parameter_group"],
  ])("are open with TLS %s", (_, attributes, type = GROUP) => {
    expect(of(attributes, type)).toEqual([["open", expect.stringContaining("it answers clients without TLS")]]);
  });

  it.each<[string, Attributes, string]>([
    ["of another engine", group("aurora-mysql8.0"), "settings of its family are not judged by this verifier"],
    [
      "that are generated",
      {
        name: "visits",
        family: "aurora-postgresql16",
        dynamic: { parameter: { for_each: "${var.settings}", content: TLS } },
      },
      "its settings are generated, and cannot be told",
    ],
    [
      "without a list of extensions",
      group("aurora-postgresql16", TLS),
      "it lets SQL install any extension, among them those that call others",
    ],
    [
      "with a list that is not known",
      group("aurora-postgresql16", TLS, { ...ALLOWED, value: "${var.extensions}" }),
      "rds.allowed_extensions has ?, and what that calls is not judged by this verifier",
    ],
    [
      "with an extension that calls others",
      group("aurora-postgresql16", TLS, { ...ALLOWED, value: "pgcrypto, aws_s3" }),
      "rds.allowed_extensions has aws_s3, and what that calls is not judged by this verifier",
    ],
    [
      "of a zero-ETL integration",
      group("aurora-postgresql16", TLS, ALLOWED, { name: "aurora.enhanced_logical_replication", value: "1" }),
      "what aurora.enhanced_logical_replication opens is not judged by this verifier",
    ],
    [
      "whose TLS is not known",
      group("aurora-postgresql16", ALLOWED, { ...TLS, value: "${var.tls}" }),
      "what rds.force_ssl is cannot be told",
    ],
  ])("are unproven %s", (_, attributes, why) => {
    expect(of(attributes)).toEqual([["unproven", why]]);
  });
});

describe("a database", () => {
  const cluster = (more: Attributes = {}): Attributes => ({
    cluster_identifier: "visits",
    engine: "aurora-postgresql",
    storage_encrypted: true,
    kms_key_id: "${aws_kms_key.data.arn}",
    ...more,
  });

  it.each<[string, Attributes, string]>([
    ["with AWS's own settings", cluster(), "its settings are not in the configuration"],
    [
      "with settings that are elsewhere",
      cluster({ db_cluster_parameter_group_name: "theirs" }),
      "its settings are not in the configuration",
    ],
  ])("is unproven %s", (_, attributes, why) => {
    expect(findings("store.databases", "aws_rds_cluster", attributes)).toEqual([["unproven", why]]);
  });

  const placed = (json: Configuration, how: string): void => {
    json.resource["aws_db_subnet_group"] = { main: { name: "data", subnet_ids: ["${aws_subnet.data_endpoint.id}"] } };
    const added = json.resource["aws_rds_cluster"]?.["added"];
    if (added !== undefined) added["db_subnet_group_name"] = how;
  };

  it("is unproven between boxes where nobody sees in which subnets it answers", () => {
    expect(findings("store.between-boxes", "aws_rds_cluster", cluster())).toEqual([
      ["unproven", "in which subnets it answers cannot be told"],
    ]);
  });

  it.each(["${aws_db_subnet_group.main.id}", "${aws_db_subnet_group.main.name}", "data"])(
    "is found in its subnets where its group of subnets is named %s",
    (how) => {
      expect(findings("store.between-boxes", "aws_rds_cluster", cluster(), (json) => placed(json, how))).toEqual([]);
    },
  );

  it("is sealed by the groups of its cluster, which its instances have", () => {
    const instance = (of: string) => (json: Configuration) => {
      placed(json, "data");
      json.resource["aws_rds_cluster_instance"] = {
        one: { cluster_identifier: of, engine: "aurora-postgresql", db_subnet_group_name: "data" },
      };
      json.resource["aws_security_group"] = {
        ...json.resource["aws_security_group"],
        database: { vpc_id: "${aws_vpc.data.id}", ingress: [], egress: [] },
      };
      const added = json.resource["aws_rds_cluster"]?.["added"];
      if (added !== undefined) added["vpc_security_group_ids"] = ["${aws_security_group.database.id}"];
    };
    const open = (of: string): string[] => {
      const json = sealedBoxes();
      json.resource["aws_rds_cluster"] = { added: cluster() };
      instance(of)(json);
      const { channels } = verify({ target: "t", json });
      return channels.filter(({ id, verdict }) => id.startsWith("net.") && verdict !== "closed").map(({ id }) => id);
    };
    expect(open("${aws_rds_cluster.added.id}")).toEqual([]);
    expect(open("visits")).toEqual([]);
  });

  it("is unproven by an instance of a cluster that is elsewhere", () => {
    const attributes = { cluster_identifier: "elsewhere", engine: "aurora-postgresql" };
    expect(findings("store.databases", "aws_rds_cluster_instance", attributes)).toEqual([
      ["unproven", "its cluster is not in the configuration: where that sends what it is given is not seen"],
    ]);
  });

  it.each<[string, Attributes, string]>([
    ["whose first password RDS keeps under its own key", { manage_master_user_password: true }, "unproven"],
    [
      "whose first password RDS keeps under a key that the deploy role cannot use",
      { manage_master_user_password: true, master_user_secret_kms_key_id: "${aws_kms_key.data.arn}" },
      "closed",
    ],
    ["whose first password nobody keeps", { manage_master_user_password: false }, "closed"],
  ])("%s is judged by what the deploy role reads", (_, more, expected) => {
    const found = findings("identity.deploy-role", "aws_rds_cluster", cluster(more));
    expect(found?.map(([verdict]) => verdict)).toEqual(expected === "closed" ? [] : [expected]);
  });
});

import { type Model } from "../../model/model";
import { type Block, type Resource } from "../../model/resource";
import { isInCluster } from "../../network/interfaces";
import { type Outcome, type Rule } from "../../rules";

/**
 * Extensions that work on what is in the database and call nobody.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Extensions.html
 */
const HARMLESS_EXTENSIONS: ReadonlySet<string> = new Set([
  "bloom",
  "btree_gin",
  "btree_gist",
  "citext",
  "cube",
  "dict_int",
  "earthdistance",
  "fuzzystrmatch",
  "hstore",
  "intarray",
  "isn",
  "ltree",
  "pg_buffercache",
  "pg_stat_statements",
  "pg_trgm",
  "pgcrypto",
  "pgrowlocks",
  "pgstattuple",
  "plpgsql",
  "seg",
  "tablefunc",
  "tsm_system_rows",
  "tsm_system_time",
  "unaccent",
  "uuid-ossp",
  "vector",
]);

const HARMLESS_LIBRARIES: ReadonlySet<string> = new Set(["auto_explain", "pg_stat_statements", "pgaudit"]);

/** Versions whose default groups force TLS: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html */
const TLS_BY_DEFAULT = { aurora: 17, rds: 15 } as const;

/** Families of PostgreSQL: `postgres16`, `aurora-postgresql16`. */
const FAMILY = /^(?:postgres|(aurora)-postgresql)(\d+)(?:\.\d+)?$/;

interface Parameter {
  readonly name: string;
  readonly value: string | undefined;
}

/** What a group of parameters of PostgreSQL sets: the whole of it, or nothing where it cannot be read. */
function parametersOf(group: Resource): Parameter[] | undefined {
  if (group.hasHiddenBlocks("parameter")) return undefined;
  const read = group.blocks("parameter").map((one: Block) => ({ name: one.text("name"), value: one.text("value") }));
  return read.every((one): one is Parameter => one.name !== undefined) ? read : undefined;
}

/**
 * Settings of PostgreSQL that let clients in without TLS, or SQL send what it reads elsewhere. What is set and not modelled
 * is unproven; settings of PostgreSQL itself, whose names have no dot, tune it and open nothing, but for those named here.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Reference.ParameterGroups.html
 */
export const databaseSettings: Rule = (group) => {
  const [, aurora, version] = FAMILY.exec(group.text("family") ?? "") ?? [];
  const parameters = parametersOf(group);
  if (version === undefined || parameters === undefined)
    return [
      unproven(
        group,
        version === undefined
          ? "settings of its family are not judged by this verifier"
          : "its settings are generated, and cannot be told",
      ),
    ];
  const isSecond = group.type === "aws_db_parameter_group" && aurora !== undefined;
  // Instances of Aurora have these two of their cluster.
  const outcomes = isSecond
    ? []
    : [tls(group, parameters, Number(version) >= TLS_BY_DEFAULT[aurora === undefined ? "rds" : "aurora"])];
  if (!isSecond && !parameters.some(({ name }) => name === "rds.allowed_extensions"))
    outcomes.push(unproven(group, "it lets SQL install any extension, among them those that call others"));
  for (const parameter of parameters) outcomes.push(...judge(group, parameter));
  return outcomes.length > 0 ? outcomes : [{ verdict: "closed", why: "its settings open no way by themselves" }];
};

function tls(group: Resource, parameters: readonly Parameter[], byDefault: boolean): Outcome {
  const name = "rds.force_ssl";
  const set = parameters.find((one) => one.name === name);
  const value = set === undefined ? (byDefault ? "1" : "0") : set.value;
  if (value === "1")
    return {
      verdict: "closed",
      why: `${name} is ${set === undefined ? "on by default" : "1"}: it answers over TLS only`,
    };
  if (value === undefined) return unproven(group, `what ${name} is cannot be told`);
  return {
    verdict: "open",
    why: `${name} is ${set === undefined ? "left out" : value}: it answers clients without TLS`,
    to: "whoever reads the wire",
    mend: `set ${name} of ${group.address} to 1`,
  };
}

function judge(group: Resource, { name, value }: Parameter): Outcome[] {
  if (name === "rds.force_ssl") return [];
  if (name === "rds.allowed_extensions" || name === "shared_preload_libraries") {
    const harmless = name === "shared_preload_libraries" ? HARMLESS_LIBRARIES : HARMLESS_EXTENSIONS;
    const others = value === undefined ? ["?"] : value.split(",").map((one) => one.trim());
    const unknown = others.filter((one) => one !== "" && !harmless.has(one));
    return unknown.length === 0
      ? [{ verdict: "closed", why: `${name} names only what calls nobody` }]
      : [unproven(group, `${name} has ${unknown.join(", ")}, and what that calls is not judged by this verifier`)];
  }
  if (name === "rds.logical_replication")
    return value === "0"
      ? [{ verdict: "closed", why: `${name} is off: no change is sent on` }]
      : [unproven(group, `${name} is ${value ?? "not known"}: whoever may replicate is sent every change`)];
  // What else RDS adds to PostgreSQL, and libraries that are loaded for some sessions only.
  if (name.includes(".") || /_preload_libraries$|^(?:apg|aurora|aws|babelfish)_/.test(name) || name === "ssl")
    return [unproven(group, `what ${name} opens is not judged by this verifier`)];
  return [];
}

function unproven({ address }: Resource, why: string): Outcome {
  return {
    verdict: "unproven",
    why,
    mend: `in ${address} set rds.force_ssl to 1 and rds.allowed_extensions to a list, and leave out what is named here`,
  };
}

/** A database of PostgreSQL has a group of the configuration: AWS's own lets SQL install any extension. */
export function hasSettings(attribute: string, type: string): Rule {
  return (database: Resource, model: Model) => {
    const engine = database.text("engine");
    const [group] = model.named(database.value(attribute), type);
    const mend = `give ${database.address} a ${type} of this configuration`;
    if (group !== undefined) return [{ verdict: "closed", why: `its settings are those of ${group.address}` }];
    if (engine !== undefined && !engine.includes("postgres")) return [];
    return [{ verdict: "unproven", why: "its settings are not in the configuration", mend }];
  };
}

/** An instance is one of a cluster of the configuration: of another one's settings, copies and groups nothing is seen. */
export const ofSeenCluster: Rule = (instance, model) => {
  const cluster = model.ofType("aws_rds_cluster").find((one) => isInCluster(model, instance, one));
  return cluster !== undefined
    ? [{ verdict: "closed", why: `it is one of ${cluster.address}` }]
    : [
        {
          verdict: "unproven",
          why: "its cluster is not in the configuration: where that sends what it is given is not seen",
          mend: `let cluster_identifier of ${instance.address} name an aws_rds_cluster of this configuration`,
        },
      ];
};

import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { Network } from "../../network/network";
import { boxOf, reachedFrom, runsCode } from "../../network/reach";
import { type Ruling } from "../../verdict";

/** Databases and caches that answer by network interfaces, and keep by themselves who reads what another one writes. */
export const DATABASE_TYPES = [
  "aws_db_instance",
  "aws_docdb_cluster",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_memorydb_cluster",
  "aws_neptune_cluster",
  "aws_rds_cluster",
  "aws_redshift_cluster",
] as const;

/**
 * Rules on who reaches a database: one box, or it cannot be told what boxes leave there for each other. Who signs in does
 * not tell it: users with passwords, and what each user may read, stand in the database; and users whose grants are apart
 * have notifications, large objects and the names of their sessions in common.
 */
export function judgeDatabase(model: Model, database: Resource, ruling: Ruling): void {
  const network = Network.of(model);
  const instances = model.referring(database).filter(({ type }) => type.endsWith("_cluster_instance"));
  const own = new Set([database, ...instances].flatMap((one) => network.classesOf(one)));
  if (own.size === 0) {
    if (model.ofType("aws_vpc", "aws_default_vpc").length < 2) ruling.closed(database, "there is one box only");
    else
      ruling.unproven(
        database,
        "in which subnets it answers cannot be told",
        `let ${database.address} refer to a subnet group of this configuration`,
      );
    return;
  }
  const boxes = new Set<string>();
  for (const from of network.classes)
    if (!own.has(from) && runsCode(network, from) && !boxes.has(boxOf(from)))
      if (reachedFrom(network, from).some(({ delivery }) => own.has(delivery.to))) boxes.add(boxOf(from));
  const [first, ...more] = [...boxes].sort();
  if (more.length === 0)
    ruling.closed(database, first === undefined ? "no machine of a box reaches it" : `only ${first} reaches it`);
  else
    ruling.unproven(
      database,
      `${[first, ...more].join(" and ")} reach it, and what one of them writes and the other one may read is said in the database alone`,
      `let one box reach ${database.address}, and give each of the others a database of its own`,
    );
}

import { GIVEN_BITS, isPrivate, type Placement } from "./address-plan";
import { AWS_LIMITS, longNames } from "./aws-limits";
import { checkBackups } from "./check-backups";
import { checkStores } from "./check-stores";
import { checkCustody } from "./check-custody";
import { checkAirlocks } from "./check-airlock";
import { checkWatch } from "./check-watch";
import { checkWorkbenches } from "./check-workbenches";
import { type Cidr, formatCidr, overlaps, parseCidr } from "./cidr";
import { type SourceDocument } from "./document";
import { checkHospitalLink } from "./check-hospital-link";
import { type Problem } from "./problem";
import { zonesOf } from "./regions";
import { type ProjectFile } from "./schema";
import { bucketName } from "./stores";

type Path = readonly PropertyKey[];
export type Report = (path: Path, message: string) => void;

/** What no single field shows: names that meet, addresses that overlap, ARNs of another account or region. */
export function checkProject(source: SourceDocument, content: ProjectFile, placement: Placement): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push(source.problem(path, message));
  checkZones(content, report);
  checkDistinct(content, report);
  checkNames(content, report);
  checkGroups(content, report);
  checkGivenBlocks(content, report);
  checkOverlaps(source, content, placement, report);
  checkHospitalLink(content, placement, report);
  checkStores(content, report);
  checkBackups(content, report);
  checkWorkbenches(content, report);
  content.researchBoxes.forEach((box, index) => {
    checkAccess(content, box, ["researchBoxes", index, "access"], report);
  });
  checkCustody(content, report);
  checkAirlocks(source, content, report);
  checkWatch(content, report);
  return problems;
}

function checkZones(content: ProjectFile, report: Report): void {
  if (content.zones === undefined) return;
  const known = zonesOf(content.region);
  const wanted = content.availability === "multi" ? 2 : 1;
  if (content.zones.length !== wanted)
    report(["zones"], `availability ${content.availability} takes ${wanted} zone(s), got ${content.zones.length}`);
  content.zones.forEach((zone, index) => {
    if (!known.includes(zone))
      report(
        ["zones", index],
        `"${zone}" is no zone of ${content.region}; it has ${known.join(", ")} (ids, not letters)`,
      );
    else if (content.zones?.indexOf(zone) !== index) report(["zones", index], `zone ${zone} is named twice`);
  });
}

function checkDistinct(content: ProjectFile, report: Report): void {
  const distinct = (what: string, names: readonly string[], path: (index: number) => Path): void =>
    names.forEach((name, index) => {
      const first = names.indexOf(name);
      if (first !== index)
        report(path(index), `${what} ${name} is named twice; it is entry ${first + 1} of the list already`);
    });
  distinct(
    "tenant",
    content.researchBoxes.map(({ tenant }) => tenant),
    (index) => ["researchBoxes", index, "tenant"],
  );
  const tenants = content.researchBoxes.map(({ tenant }) => tenant);
  content.departed.forEach(({ tenant }, index) => {
    if (tenants.includes(tenant))
      report(["departed", index, "tenant"], `${tenant} still has a box; take it out of researchBoxes, or keep the box`);
  });
  distinct(
    "departed tenant",
    content.departed.map(({ tenant }) => tenant),
    (index) => ["departed", index, "tenant"],
  );
  distinct(
    "store",
    content.dataBox.stores.map(({ name }) => name),
    (index) => ["dataBox", "stores", index, "name"],
  );
  content.researchBoxes.forEach(({ compute, access }, box) => {
    distinct(
      "compute pool",
      compute.map(({ name }) => name),
      (index) => ["researchBoxes", box, "compute", index, "name"],
    );
    distinct("group", access?.groups ?? [], (index) => ["researchBoxes", box, "access", "groups", index]);
  });
}

/** One person, one box: who is in a group that enters two boxes could carry what she sees in one to the other. */
function checkGroups(content: ProjectFile, report: Report): void {
  const seen = new Map<string, string>();
  content.researchBoxes.forEach(({ access, tenant }, box) => {
    for (const [index, group] of (access?.groups ?? []).entries()) {
      const other = seen.get(group);
      if (other !== undefined && other !== tenant)
        report(
          ["researchBoxes", box, "access", "groups", index],
          `group ${group} enters the box of ${other} already, and one person enters one box; give ${tenant} a group of its own`,
        );
      seen.set(group, tenant);
    }
  });
}

function checkNames(content: ProjectFile, report: Report): void {
  content.dataBox.stores.forEach((store, index) => {
    if (store.kind === "files" || store.kind === "database") return;
    const name = bucketName(content.project, store.name, content.dataBox.account);
    if (name.length > AWS_LIMITS.bucketName)
      report(
        ["dataBox", "stores", index, "name"],
        `the bucket would be called ${name}, ${name.length} characters of at most ${AWS_LIMITS.bucketName}; shorten the store's or the project's name`,
      );
  });
  content.researchBoxes.forEach(({ tenant, compute }, index) => {
    for (const { kind, name, limit } of longNames(
      content.project,
      tenant,
      compute.map((pool) => pool.name),
    ))
      report(
        ["researchBoxes", index, "tenant"],
        `a ${kind} would be ${name}, ${name.length} characters of at most ${limit}; shorten the tenant's or the project's name`,
      );
  });
}

function checkGivenBlocks(content: ProjectFile, report: Report): void {
  const check = (kind: keyof typeof GIVEN_BITS, cidr: string | undefined, path: Path): void => {
    if (cidr === undefined) return;
    const block = parseCidr(cidr);
    const [largest, smallest] = GIVEN_BITS[kind];
    if (block.bits < largest || block.bits > smallest)
      report(path, `expected a block from /${largest} to /${smallest}, got ${cidr}`);
    if (!isPrivate(block)) report(path, `${cidr} is not for private use; take one of RFC 1918, e.g. within 10.0.0.0/8`);
  };
  check("dataBox", content.dataBox.cidr, ["dataBox", "cidr"]);
  content.researchBoxes.forEach(({ cidr }, index) => check("researchBox", cidr, ["researchBoxes", index, "cidr"]));
}

interface NamedBlock {
  readonly name: string;
  readonly block: Cidr;
  readonly path: Path;
}

function checkOverlaps(source: SourceDocument, content: ProjectFile, placement: Placement, report: Report): void {
  const place = (name: string, path: Path): NamedBlock[] => {
    const block = placement.blocks.get(name);
    return block === undefined ? [] : [{ name, block, path }];
  };
  const boxes = [
    ...place("databox", ["dataBox", "cidr"]),
    ...content.researchBoxes.flatMap(({ tenant }, index) => place(tenant, ["researchBoxes", index, "cidr"])),
  ];
  boxes.forEach((box, index) => {
    const other = boxes.slice(0, index).find(({ block }) => overlaps(block, box.block));
    // Two tenants of one name are reported as that.
    if (other !== undefined && other.name !== box.name)
      report(
        box.path,
        `${box.name} (${formatCidr(box.block)}) overlaps ${other.name} (${formatCidr(other.block)}, line ${source.position(other.path).line}); give one of them another block`,
      );
  });
  content.researchBoxes.forEach(({ access, tenant }, index) => {
    if (access === undefined) return;
    const pool = parseCidr(access.clientCidr);
    const path = ["researchBoxes", index, "access", "clientCidr"];
    // https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html
    if (pool.bits < 12 || pool.bits > 22) report(path, `expected a block from /12 to /22, got ${access.clientCidr}`);
    for (const box of boxes)
      if ((box.name === tenant || box.name === "databox") && overlaps(pool, box.block))
        report(
          path,
          `the VPN clients' addresses (${access.clientCidr}) overlap ${box.name} (${formatCidr(box.block)}); give them another block`,
        );
  });
}

function checkAccess(
  content: ProjectFile,
  box: ProjectFile["researchBoxes"][number],
  path: Path,
  report: Report,
): void {
  if (box.access === undefined) return;
  const account = box.account ?? content.dataBox.account;
  const { samlProvider, serverCertificate, clientCertificate } = box.access;
  const owner = (arn: string): string => arn.split(":")[4] ?? "";
  for (const [field, arn] of Object.entries({ samlProvider, serverCertificate, clientCertificate })) {
    if (owner(arn) !== account)
      report(
        [...path, field],
        `the client VPN takes it from its own account ${account}, got one of account ${owner(arn)}`,
      );
    if (field !== "samlProvider" && arn.split(":")[3] !== content.region)
      report(
        [...path, field],
        `the client VPN takes it from its own region ${content.region}, got one of ${arn.split(":")[3] ?? ""}`,
      );
  }
}

import { Fn, TerraformOutput } from "cdktf";
import { type Construct } from "constructs";
import { type DataBox, LINK_TIER, type LinkTierProps } from "../constructs/data-box";
import { HospitalLink } from "../constructs/hospital-link";
import { type LogTarget } from "../constructs/log-target";
import { linkAddresses, LINK_OUTPUTS, linkSelectors, type Project } from "../src/project";
import { reviewGrants } from "./airlocks";
import { ProjectNames } from "./project-names";

/** What of the DataBox the hospital's own network reaches; nothing where the project has no link. */
export function linkTierOf(project: Project): LinkTierProps | undefined {
  const { dataBox } = project;
  if (dataBox.hospitalLink === undefined) return undefined;
  return {
    cidrBlocks: dataBox.network.link,
    storeAddresses: linkAddresses(project),
    prefixes: dataBox.hospitalLink.prefixes,
    grants: reviewGrants(project),
  };
}

export interface AddHospitalLinkProps {
  readonly project: Project;
  readonly dataBox: DataBox;
  readonly log: LogTarget;
}

/** The hospital's link and what its administrator has to know of it, where the project has one. */
export function addHospitalLink(scope: Construct, { project, dataBox, log }: AddHospitalLinkProps): void {
  const spec = project.dataBox.hospitalLink;
  if (spec === undefined || dataBox.linkEndpoints === undefined) return;
  const { connection } = new HospitalLink(scope, "hospital-link", {
    name: new ProjectNames(project).hospitalLink,
    region: project.region,
    account: project.dataBox.account,
    vpcId: dataBox.network.vpc.id,
    tier: dataBox.network.tier(LINK_TIER),
    firewallAddress: spec.firewall,
    routing: spec.routing,
    prefixes: spec.prefixes,
    selectors: linkSelectors(project),
    insideCidrs: spec.insideCidrs,
    logGroupName: log.logGroupName,
    alarmTopicArn: project.watch?.topic,
    provider: dataBox.provider,
  });
  const output = (id: string, description: string, value: string | string[]): void =>
    void new TerraformOutput(scope, id, { description, value, staticId: true });
  output(LINK_OUTPUTS.tunnels, "Addresses of the AWS ends of the hospital's tunnels", [
    connection.tunnel1Address,
    connection.tunnel2Address,
  ]);
  output(
    LINK_OUTPUTS.secret,
    "Where AWS keeps the pre-shared keys of the hospital's tunnels",
    connection.presharedKeyArn,
  );
  output(
    LINK_OUTPUTS.endpoint,
    "Name of the endpoint that the hospital's loaders put objects through",
    Fn.replace(dataBox.linkEndpoints.endpointName("s3"), "*.", "bucket."),
  );
}

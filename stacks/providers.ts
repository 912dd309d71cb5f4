import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Construct } from "constructs";
import { type Project } from "../src/project";
import { ProjectNames } from "./project-names";

/**
 * One aliased provider per box, one per box that is to be taken down, and one for the hospital's keys. Each assumes the role of its account, refuses any other
 * account, and tags all it makes.
 */
export class Providers {
  public readonly custody: AwsProvider;
  public readonly dataBox: AwsProvider;
  private readonly research: ReadonlyMap<string, AwsProvider>;

  public constructor(
    scope: Construct,
    private readonly project: Project,
  ) {
    const names = new ProjectNames(project);
    const provider = (alias: string, account: string, roleArn: string, box: string, tenant?: string): AwsProvider =>
      new AwsProvider(scope, `provider-${alias}`, {
        alias,
        region: project.region,
        // The cheapest guard against making a box in the wrong account.
        allowedAccountIds: [account],
        assumeRole: [{ roleArn, sessionName: "databox" }],
        defaultTags: [
          {
            tags: {
              "databox:project": project.name,
              "databox:box": box,
              ...(tenant === undefined ? {} : { "databox:tenant": tenant }),
            },
          },
        ],
      });
    const { dataBox } = project;
    this.custody = provider("custody", dataBox.custody.account, names.custodianRoleArn, "custody");
    this.dataBox = provider("databox", dataBox.account, names.deployRoleArn(dataBox.account), "databox");
    this.research = new Map(
      // Of a tenant who has left only the way to her account stays: without it Terraform could not take her box down.
      [...project.researchBoxes, ...project.departed].map(({ tenant, account }) => [
        tenant,
        provider(`research-${tenant}`, account, names.deployRoleArn(account), tenant, tenant),
      ]),
    );
  }

  /** The provider of an account: that of the first box in it. */
  public ofAccount(account: string): AwsProvider {
    const box = this.project.researchBoxes.find((spec) => spec.account === account);
    return account === this.project.dataBox.account || box === undefined ? this.dataBox : this.ofTenant(box.tenant);
  }

  /** The provider of a tenant's box. */
  public ofTenant(tenant: string): AwsProvider {
    const provider = this.research.get(tenant);
    if (provider === undefined) throw new Error(`no tenant ${tenant} in this project`);
    return provider;
  }
}

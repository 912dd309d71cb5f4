import { type SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type InstanceRole } from "./instance-role";
import { notebookNeeds, Notebooks, openNotebooks, type NotebookNeedsProps } from "./notebooks";
import { PackageMirror, packageNeeds } from "./package-mirror";
import { type PolicyStatement } from "./policy-document";
import { type PrivateEndpoints } from "./private-endpoints";
import { type PrivateNetwork } from "./private-network";
import { type ResearchBoxProps } from "./research-box-props";
import { joinNeeds, type ServiceNeeds } from "./service-needs";
import { SparkCluster, sparkNeeds } from "./spark-cluster";

/** Which of AWS's services a box works with. */
export type WorkbenchProps = Pick<ResearchBoxProps, "account" | "region" | "notebooks" | "spark" | "packages">;

/** What those services need of the box, known before any of it exists. */
export function workbenchNeeds(name: string, props: WorkbenchProps): ServiceNeeds {
  const { account, notebooks, packages, region, spark } = props;
  return joinNeeds([
    ...(notebooks === undefined ? [] : [notebookNeeds({ ...notebooks, name, region, account })]),
    ...(spark === undefined ? [] : [sparkNeeds({ region, account })]),
    ...(packages === undefined ? [] : [packageNeeds({ ...packages, region, account, domain: name })]),
  ]);
}

/** What the desktops' role may call of them, through the box's own endpoints. */
export function workbenchStatements(
  name: string,
  props: WorkbenchProps,
  endpoints: PrivateEndpoints,
): readonly PolicyStatement[] {
  const { account, notebooks, region } = props;
  const opening: NotebookNeedsProps | undefined =
    notebooks === undefined ? undefined : { ...notebooks, name, region, account };
  return [
    ...workbenchNeeds(name, props).desktop,
    ...(opening === undefined
      ? []
      : openNotebooks(opening, [endpoints.endpointId("sagemaker.api"), endpoints.endpointId("notebook")])),
  ];
}

export interface WorkbenchesProps extends WorkbenchProps {
  /** Name of the box, e.g. `databox-dr-answer-acme`. */
  readonly name: string;
  readonly rolePath: string;
  readonly network: PrivateNetwork;
  readonly endpoints: PrivateEndpoints;
  /** Group of the compute machines. */
  readonly computeGroup: SecurityGroup;
  /** Role of the compute machines. */
  readonly computeRole: InstanceRole;
  readonly volumeKeyArn: string;
  /** CIDR blocks of the DataBox's endpoints. */
  readonly storeCidrBlocks: readonly string[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** What a box has of AWS's services beside machines of its own: notebooks, a Spark cluster, a package mirror. */
export class Workbenches extends Construct {
  /** Hosts of the notebooks, as AWS names them. */
  public readonly notebookHosts: readonly string[];

  public constructor(scope: Construct, id: string, props: WorkbenchesProps) {
    super(scope, id);
    const { account, computeRole, endpoints, name, network, provider, region, volumeKeyArn } = props;
    this.notebookHosts =
      props.notebooks === undefined
        ? []
        : new Notebooks(this, "notebooks", {
            ...props.notebooks,
            name,
            volumeKeyArn,
            tier: network.tier("compute"),
            securityGroup: props.computeGroup,
            role: computeRole,
            provider,
          }).hostNames;
    if (props.spark !== undefined) {
      const { securityGroup } = new SparkCluster(this, "spark", {
        ...props.spark,
        name: `${name}-spark`,
        account,
        region,
        rolePath: props.rolePath,
        volumeKeyArn,
        network,
        role: computeRole,
        storeCidrBlocks: props.storeCidrBlocks,
        endpointGroup: endpoints.securityGroup,
        provider,
      });
      endpoints.allowFrom("spark", securityGroup);
    }
    if (props.packages !== undefined)
      new PackageMirror(this, "packages", { domain: name, account, formats: props.packages.formats, provider });
  }
}

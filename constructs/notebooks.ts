import { SagemakerNotebookInstance } from "@cdktf/provider-aws/lib/sagemaker-notebook-instance";
import { type SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type InstanceRole } from "./instance-role";
import { type SubnetTier } from "./private-network";
import { type ServiceNeeds } from "./service-needs";

export interface NotebooksProps {
  /** Beginning of the notebooks' names, e.g. `databox-dr-answer-acme`. */
  readonly name: string;
  /** How many: one for each person. */
  readonly count: number;
  /** Type of the machines, e.g. `ml.t3.medium`. */
  readonly instanceType: string;
  /** Size of each volume in GiB. */
  readonly volumeGiB: number;
  /** ARN of the key of their volumes. */
  readonly volumeKeyArn: string;
  /** Tier whose zones they are spread over. */
  readonly tier: SubnetTier;
  readonly securityGroup: SecurityGroup;
  /** Role that reads the DataBox's stores, and that SageMaker may hand to its machines. */
  readonly role: InstanceRole;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Service that the notebooks' role is for. */
export const NOTEBOOK_SERVICE = "sagemaker.amazonaws.com";

/** Pinned, so that a notebook's software changes with the project only. */
const PLATFORM = "notebook-al2-v3";

/**
 * Notebook instances of SageMaker without its own network: their one interface lies in the box, people are not root on
 * them, they take metadata by token only, and their volumes are encrypted with the hospital's key. No lifecycle script and
 * no code repository: both would fetch from elsewhere.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html
 *
 * An instance and not a Studio domain: a domain keeps people's files in a file system of SageMaker's own making, which is
 * in no configuration, and starts machines that nobody declared.
 */
export class Notebooks extends Construct {
  /** Hosts of the notebooks, as AWS names them. */
  public readonly hostNames: readonly string[];

  public constructor(scope: Construct, id: string, props: NotebooksProps) {
    super(scope, id);
    const subnetIds = props.tier.subnetIds;
    this.hostNames = Array.from({ length: props.count }, (_, index) => {
      const notebook = new SagemakerNotebookInstance(this, `notebook-${index}`, {
        name: notebookName(props.name, index),
        instanceType: props.instanceType,
        platformIdentifier: PLATFORM,
        roleArn: props.role.role.arn,
        subnetId: subnetIds[index % subnetIds.length],
        securityGroups: [props.securityGroup.id],
        kmsKeyId: props.volumeKeyArn,
        volumeSize: props.volumeGiB,
        directInternetAccess: "Disabled",
        rootAccess: "Disabled",
        instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: "2" },
        tags: { Name: notebookName(props.name, index) },
        provider: props.provider,
      });
      return notebook.url;
    });
  }
}

/** Name of a notebook; AWS takes 63 characters. */
function notebookName(name: string, index: number): string {
  return `${name}-nb-${index}`;
}

export interface NotebookNeedsProps {
  readonly name: string;
  readonly count: number;
  readonly region: string;
  readonly account: string;
}

const OPEN_NOTEBOOK = "sagemaker:CreatePresignedNotebookInstanceUrl";

/** ARNs of a box's notebooks. */
export function notebookArns({ name, count, region, account }: NotebookNeedsProps): string[] {
  return Array.from(
    { length: count },
    (_, index) => `arn:aws:sagemaker:${region}:${account}:notebook-instance/${notebookName(name, index)}`,
  );
}

/**
 * What opening notebooks needs: an endpoint to ask for a notebook's address, and one by which its pages come. AWS asks the
 * policy of who opened a notebook again at every request for a page, so that the condition on the endpoint also keeps an
 * address that was carried out from being opened elsewhere.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedNotebookInstanceUrl.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-interface-endpoint.html
 */
export function notebookNeeds(props: NotebookNeedsProps): ServiceNeeds {
  const { account, region } = props;
  const grants = [
    {
      sid: "OpenOwnNotebooks",
      actions: [OPEN_NOTEBOOK],
      resources: notebookArns(props),
      principalAccounts: [account],
      resourceAccounts: [account],
    },
  ];
  return {
    endpoints: [
      { service: "sagemaker.api", hostNames: [`api.sagemaker.${region}.amazonaws.com`], grants },
      { service: "notebook", serviceName: `aws.sagemaker.${region}.notebook`, hostNames: [], grants },
    ],
    hostNames: [],
    // Needs the endpoints' ids: see openNotebooks.
    desktop: [],
    compute: [],
    computeCallsEndpoints: false,
  };
}

/** What the desktops' role may call, through the given endpoints only. */
export function openNotebooks(props: NotebookNeedsProps, endpointIds: readonly string[]): ServiceNeeds["desktop"] {
  return [
    {
      Sid: "OpenNotebooks",
      Effect: "Allow",
      Action: OPEN_NOTEBOOK,
      Resource: notebookArns(props),
      Condition: { StringEquals: { "aws:SourceVpce": endpointIds } },
    },
  ];
}

import { notebookArns } from "../constructs/notebooks";
import { packageStatements } from "../constructs/package-mirror";
import { type PolicyStatement } from "../constructs/policy-document";
import { type BoxPackagesProps } from "../constructs/research-box-props";
import { sparkBucket, sparkStatements } from "../constructs/spark-cluster";
import { sparkServiceRoleArn } from "../constructs/spark-service-role";
import { npmAssets, type PackageMirrorSpec, type Project } from "../src/project";
import { type ProjectNames } from "./project-names";

/** What a project's guard-rails leave to the roles of an account, because boxes there work with services of AWS's. */
export interface AccountServices {
  readonly services: readonly PolicyStatement[];
  /** Buckets of AWS's own. */
  readonly buckets: readonly string[];
  readonly clusters: boolean;
}

/** The services of all boxes of an account, each once. */
export function accountServices(project: Project, names: ProjectNames, account: string): AccountServices {
  const { region, researchBoxes } = project;
  const boxes = researchBoxes.filter((box) => box.account === account);
  const clusters = boxes.some(({ spark }) => spark !== undefined);
  const notebooks = boxes.flatMap(({ notebooks: spec, tenant }) =>
    spec === undefined ? [] : notebookArns({ ...spec, name: names.tunnel(tenant), region, account }),
  );
  return {
    services: [
      ...(notebooks.length > 0
        ? [
            {
              Sid: "Notebooks",
              Effect: "Allow" as const,
              Action: "sagemaker:CreatePresignedNotebookInstanceUrl",
              Resource: notebooks,
            },
          ]
        : []),
      ...(clusters ? sparkStatements(region, account) : []),
      ...(boxes.some(({ packages }) => packages !== undefined)
        ? packageStatements(region, account, names.tunnel("*"))
        : []),
    ],
    buckets: clusters ? [sparkBucket(region)] : [],
    clusters,
  };
}

/** The mirror of a box as its construct takes it. */
export function mirrorOf(packages: PackageMirrorSpec, region: string): BoxPackagesProps {
  const assets = packages.formats.includes("npm") ? npmAssets(region) : undefined;
  return { formats: packages.formats, ...(assets === undefined ? {} : { assets }) };
}

/**
 * AWS's own roles that start machines of a box: EC2's, where it has spot machines, and EMR's, where it has a cluster.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 */
export function launchersOf(project: Project, names: ProjectNames, box: string): string[] {
  return project.researchBoxes
    .filter(({ tenant }) => tenant === box)
    .flatMap(({ account, compute, spark }) => [
      ...(compute.some(({ market }) => market === "spot")
        ? [`arn:aws:iam::${account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`]
        : []),
      ...(spark === undefined
        ? []
        : [sparkServiceRoleArn(account, names.rolePath(box), `${names.tunnel(box)}-spark-service`)]),
    ]);
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a project file with so many ResearchBoxes, each with desktops, compute and access, and gives its path. */
export function generatedProject(folder: string, tenants: number): string {
  const file = join(folder, `bench-${tenants}.yaml`);
  const region = "ap-northeast-2";
  const boxes = Array.from({ length: tenants }, (_, index) => {
    const account = String(200_000_000_000 + index);
    const certificate = `arn:aws:acm:${region}:${account}:certificate/00000000-0000-4000-8000`;
    return `  - tenant: lab-${index + 1}
    account: "${account}"
    desktops: { count: 2 }
    compute: [{ name: train, instanceType: g5.2xlarge }]
    access:
      samlProvider: arn:aws:iam::${account}:saml-provider/lab
      serverCertificate: ${certificate}-000000000001
      clientCertificate: ${certificate}-000000000002
      groups: [researchers]
`;
  });
  writeFileSync(
    file,
    `apiVersion: databox/v1
project: bench-${tenants}
region: ${region}
dataBox:
  hospital: bench
  account: "111111111111"
  stores: [{ name: imaging, kind: objects }, { name: records, kind: objects }]
researchBoxes:
${boxes.join("")}`,
  );
  return file;
}

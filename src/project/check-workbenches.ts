import { AWS_LIMITS } from "./aws-limits";
import { CODE_ARTIFACT_REGIONS, npmAssets } from "./code-artifact";
import { type ProjectFile } from "./schema";

type Report = (path: readonly PropertyKey[], message: string) => void;

/** What notebooks, clusters and package mirrors need of the rest of the file. */
export function checkWorkbenches(content: ProjectFile, report: Report): void {
  content.researchBoxes.forEach((box, index) => {
    const path = ["researchBoxes", index] as const;
    for (const part of ["notebooks", "spark"] as const)
      if (box[part] !== undefined && box.desktops === undefined)
        report([...path, part], `nobody could work with it: it is used from desktops only; add desktops: { count: 1 }`);
    if (box.packages !== undefined) checkPackages(content, box, [...path, "packages"], report);
  });
}

function checkPackages(
  { project, region }: ProjectFile,
  { compute, notebooks, packages, spark, tenant }: ProjectFile["researchBoxes"][number],
  path: readonly PropertyKey[],
  report: Report,
): void {
  if (!CODE_ARTIFACT_REGIONS.includes(region))
    report(
      path,
      `${region} has no CodeArtifact; bake packages into the images (docs/images.md), or take one of ${CODE_ARTIFACT_REGIONS.join(", ")}`,
    );
  else if (packages?.formats.includes("npm") === true && npmAssets(region) === undefined)
    report(
      [...path, "formats"],
      `AWS's bucket of npm packages in ${region} is not known by name, and databox opens no bucket by pattern; leave npm out`,
    );
  packages?.formats.forEach((format, index) => {
    if (packages.formats.indexOf(format) !== index) report([...path, "formats", index], `${format} is named twice`);
  });
  if (compute.length === 0 && notebooks === undefined && spark === undefined)
    report(path, "nothing in the box could read packages; add compute, notebooks or spark, or leave the mirror out");
  const domain = `databox-${project}-${tenant}`;
  if (domain.length > AWS_LIMITS.codeArtifactDomain)
    report(
      path,
      `the mirror's domain would be ${domain}, ${domain.length} characters of at most ${AWS_LIMITS.codeArtifactDomain}; shorten the tenant's or the project's name`,
    );
}

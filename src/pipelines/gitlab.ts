import {
  APPROVALS,
  header,
  lines,
  NODE_VERSION,
  TERRAFORM_VERSION,
  type PipelineFiles,
  type PipelineProject,
  type PipelineProps,
} from "./pipeline";
import { yamlText } from "./yaml-text";

type Job = Readonly<Record<string, unknown>>;

/**
 * GitLab's pipeline, for `include: { local: .gitlab/databox.yml }`. AWS sees of a job's token only its project and its branch
 * (https://docs.gitlab.com/ci/cloud_services/aws/), not that somebody let it run: so a merge request is judged without any
 * role, on a plan from nothing, and the real plan is made on the protected branch, to be approved there.
 */
export function gitlabPipeline(props: PipelineProps): PipelineFiles {
  return new Map([[".gitlab/databox.yml", yamlText(pipeline(props), header("gitlab"), releaseOf)]]);
}

/** Images by digest would hide what they are from people and from scanners: by release, of publishers that do not move them. */
const NODE_IMAGE = `node:${NODE_VERSION}-bookworm`;

function releaseOf(): undefined {
  return undefined;
}

function pipeline({ projects, planRole, deployRole, branch }: PipelineProps): unknown {
  const files = projects.map(({ file }) => file).join(" ");
  const onBranch = `$CI_COMMIT_BRANCH == "${branch}"`;
  const jobs = projects.flatMap((project): [string, Job][] => [
    [`databox-plan:${project.name}`, plan(project, planRole, onBranch)],
    [`databox-deploy:${project.name}`, deploy(project, deployRole, onBranch)],
    [`databox-drift:${project.name}`, drift(project, planRole, onBranch)],
  ]);
  return {
    stages: ["databox-verify", "databox-plan", "databox-deploy"],
    ".databox": {
      image: NODE_IMAGE,
      before_script: ["npm ci --ignore-scripts"],
      // A deploy that is cut off has to be taken up again.
      interruptible: false,
    },
    ".databox-terraform": {
      extends: ".databox",
      id_tokens: { DATABOX_TOKEN: { aud: "https://gitlab.com" } },
      before_script: [
        "npm ci --ignore-scripts",
        lines(
          `curl -fsSLO "https://releases.hashicorp.com/terraform/${TERRAFORM_VERSION}/terraform_${TERRAFORM_VERSION}_linux_amd64.zip"`,
          `curl -fsSL "https://releases.hashicorp.com/terraform/${TERRAFORM_VERSION}/terraform_${TERRAFORM_VERSION}_SHA256SUMS" | grep "linux_amd64.zip$" | sha256sum --check`,
          `python3 -m zipfile -e "terraform_${TERRAFORM_VERSION}_linux_amd64.zip" /usr/local/bin && chmod +x /usr/local/bin/terraform`,
        ),
        // Terraform takes the role on with the job's token: a file, so that no command line shows it.
        lines(
          "export AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp) AWS_ROLE_SESSION_NAME=databox-$CI_JOB_ID",
          'printf %s "$DATABOX_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"',
        ),
      ],
    },
    "databox-verify": {
      extends: ".databox",
      stage: "databox-verify",
      rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }, { if: onBranch }],
      script: [
        lines(
          "status=0",
          `npx databox verify ${files} --format sarif --output verdict.sarif || status=$?`,
          `npx databox verify ${files} --format markdown --output verdict.md || status=$?`,
          "cat verdict.md",
          'if [ -n "$DATABOX_COMMENT_TOKEN" ] && [ -n "$CI_MERGE_REQUEST_IID" ]; then',
          '  curl -fsS -o /dev/null --header "PRIVATE-TOKEN: $DATABOX_COMMENT_TOKEN" --data-urlencode body@verdict.md "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"',
          "fi",
          "exit $status",
        ),
      ],
      artifacts: { when: "always", paths: ["verdict.sarif", "verdict.md"], expire_in: "30 days" },
    },
    ...Object.fromEntries(jobs),
  };
}

function plan({ name, file, region }: PipelineProject, role: string, onBranch: string): Job {
  return {
    extends: ".databox-terraform",
    stage: "databox-plan",
    rules: [
      { if: '$CI_PIPELINE_SOURCE == "schedule"', when: "never" },
      // Who brings approvals brings no new plan.
      { if: onBranch, changes: [`${APPROVALS}/${name}/**/*`], when: "never" },
      { if: onBranch },
    ],
    variables: { AWS_ROLE_ARN: role, AWS_REGION: region },
    script: [
      lines(
        `npx databox plan ${file} --plan plan`,
        "digest=$(sha256sum plan/manifest.json | cut -c 1-64)",
        "tar -czf plan.tar.gz plan",
        `curl -fsS --header "JOB-TOKEN: $CI_JOB_TOKEN" --upload-file plan.tar.gz "${packageOf(name, "$digest")}"`,
        `echo "${name}: plan $digest, to be approved"`,
      ),
    ],
  };
}

function deploy({ name, file, region }: PipelineProject, role: string, onBranch: string): Job {
  return {
    extends: ".databox-terraform",
    stage: "databox-deploy",
    rules: [
      { if: '$CI_PIPELINE_SOURCE == "schedule"', when: "never" },
      { if: onBranch, changes: [`${APPROVALS}/${name}/**/*`] },
    ],
    environment: { name: `databox-${name}` },
    // One deploy of a project at a time.
    resource_group: `databox-${name}`,
    variables: { AWS_ROLE_ARN: role, AWS_REGION: region },
    script: [
      lines(
        `digest=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).manifest' "${APPROVALS}/${name}/hospital.json")`,
        `echo "$digest" | grep -Eqx "[0-9a-f]{64}"`,
        `curl -fsS --header "JOB-TOKEN: $CI_JOB_TOKEN" -o plan.tar.gz "${packageOf(name, "$digest")}"`,
        "tar -xzf plan.tar.gz plan",
        `mkdir -p plan/approvals && cp ${APPROVALS}/${name}/* plan/approvals/`,
        `npx databox approvals ${file} --plan plan`,
        `npx databox deploy ${file} --plan plan`,
      ),
    ],
    artifacts: { when: "always", paths: ["plan/journal.jsonl"], expire_in: "90 days" },
  };
}

function drift({ file, region }: PipelineProject, role: string, onBranch: string): Job {
  return {
    extends: ".databox-terraform",
    stage: "databox-verify",
    rules: [{ if: `$CI_PIPELINE_SOURCE == "schedule" && ${onBranch}` }],
    variables: { AWS_ROLE_ARN: role, AWS_REGION: region },
    script: [`npx databox synth ${file}`, `npx databox drift ${file}`],
  };
}

function packageOf(name: string, version: string): string {
  return `$CI_API_V4_URL/projects/$CI_PROJECT_ID/packages/generic/databox-plan-${name}/${version}/plan.tar.gz`;
}

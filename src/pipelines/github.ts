import { action, releaseOf } from "./actions";
import {
  APPROVALS,
  header,
  lines,
  NIGHTLY,
  NODE_VERSION,
  TERRAFORM_VERSION,
  type PipelineFiles,
  type PipelineProps,
} from "./pipeline";
import { yamlText } from "./yaml-text";

type Step = Readonly<Record<string, unknown>>;

/** Environments: who may let a job of theirs run is said at GitHub, and what each may do at AWS by the trust of its role. */
const ENVIRONMENTS = { plan: "databox-plan", drift: "databox-drift", deploy: "databox-${{ matrix.project }}" } as const;

/**
 * GitHub's workflows: what every pull request passes, what is deployed, and what is looked at every night. No key is kept:
 * each job that speaks to AWS takes a role on by a token of its own
 * (https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws).
 */
export function githubWorkflows(props: PipelineProps): PipelineFiles {
  return new Map([
    [".github/workflows/databox-review.yml", text(review(props))],
    [".github/workflows/databox-deploy.yml", text(deploy(props))],
    [".github/workflows/databox-drift.yml", text(drift(props))],
  ]);
}

function text(workflow: unknown): string {
  return yamlText(workflow, header("github"), releaseOf);
}

function review({ projects, planRole, branch }: PipelineProps): unknown {
  return {
    name: "databox review",
    on: { pull_request: { branches: [branch] } },
    permissions: {},
    // Of a pull request only its newest commit counts.
    concurrency: { group: "databox-review-${{ github.ref }}", "cancel-in-progress": true },
    defaults: BASH,
    jobs: {
      verify: {
        "runs-on": "ubuntu-24.04",
        permissions: { contents: "read", "pull-requests": "write", "security-events": "write" },
        steps: [
          ...checkout(),
          {
            name: "Write the verdicts",
            run: lines(
              "status=0",
              "npx databox verify $FILES --format sarif --output verdict.sarif || status=$?",
              "npx databox verify $FILES --format markdown --output verdict.md || status=$?",
              'cat verdict.md >> "$GITHUB_STEP_SUMMARY"',
              'echo "status=$status" >> "$GITHUB_OUTPUT"',
            ),
            id: "verdict",
            env: { FILES: projects.map(({ file }) => file).join(" ") },
          },
          {
            name: "Show what was found beside the code",
            uses: action("github/codeql-action/upload-sarif"),
            with: { sarif_file: "verdict.sarif", category: "databox" },
          },
          {
            name: "Say the verdicts on the pull request",
            // A fork's token may not write: its verdicts are in the summary.
            if: "github.event.pull_request.head.repo.full_name == github.repository",
            run: 'gh pr comment "$NUMBER" --body-file verdict.md --edit-last --create-if-none',
            env: { GH_TOKEN: "${{ github.token }}", NUMBER: "${{ github.event.pull_request.number }}" },
          },
          {
            name: "Stop at a leak, and at what is unproven",
            run: 'exit "$STATUS"',
            env: { STATUS: "${{ steps.verdict.outputs.status }}" },
          },
        ],
      },
      plan: {
        needs: "verify",
        // A fork gets no role.
        if: "github.event.pull_request.head.repo.full_name == github.repository",
        "runs-on": "ubuntu-24.04",
        strategy: { "fail-fast": false, matrix: matrix(projects) },
        // Who plans takes a role on, by code of the pull request: somebody has to have looked at it before.
        environment: ENVIRONMENTS.plan,
        permissions: { contents: "read", "id-token": "write" },
        steps: [
          ...checkout(),
          ...credentials(planRole, "plan"),
          {
            name: "Plan",
            id: "plan",
            run: lines(
              'npx databox plan "$FILE" --plan plan',
              "digest=$(sha256sum plan/manifest.json | cut -c 1-64)",
              'echo "digest=$digest" >> "$GITHUB_OUTPUT"',
              'echo "$PROJECT: plan $digest, to be approved" >> "$GITHUB_STEP_SUMMARY"',
            ),
            env: PROJECT_ENV,
          },
          {
            name: "Keep the plan for its approvers",
            uses: action("actions/upload-artifact"),
            with: {
              name: "databox-plan-${{ matrix.project }}-${{ steps.plan.outputs.digest }}",
              path: "plan",
              // The lock file of the providers has a name with a dot.
              "include-hidden-files": true,
              "if-no-files-found": "error",
              "retention-days": 30,
            },
          },
        ],
      },
    },
  };
}

function deploy({ projects, deployRole, branch }: PipelineProps): unknown {
  return {
    name: "databox deploy",
    on: { push: { branches: [branch], paths: [`${APPROVALS}/**`] } },
    permissions: {},
    defaults: BASH,
    jobs: {
      deploy: {
        "runs-on": "ubuntu-24.04",
        strategy: { "fail-fast": false, matrix: matrix(projects) },
        environment: ENVIRONMENTS.deploy,
        // One deploy of a project at a time, and none is cut off.
        concurrency: { group: "databox-deploy-${{ matrix.project }}", "cancel-in-progress": false },
        permissions: { contents: "read", "id-token": "write", actions: "read" },
        steps: [
          ...checkout({ "fetch-depth": 0 }),
          {
            name: "See whether a plan of this project was approved",
            id: "approved",
            run: lines(
              `if git diff --quiet "$BEFORE" "$GITHUB_SHA" -- "${APPROVALS}/$PROJECT"; then`,
              '  echo "$PROJECT: no new approval" >> "$GITHUB_STEP_SUMMARY"',
              "else",
              `  digest=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).manifest' "${APPROVALS}/$PROJECT/hospital.json")`,
              '  [[ "$digest" =~ ^[0-9a-f]{64}$ ]]',
              '  echo "digest=$digest" >> "$GITHUB_OUTPUT"',
              "fi",
            ),
            env: { ...PROJECT_ENV, BEFORE: "${{ github.event.before }}" },
          },
          {
            name: "Fetch the plan that was approved",
            if: IS_APPROVED,
            run: lines(
              'id=$(gh api "repos/$GITHUB_REPOSITORY/actions/artifacts?name=databox-plan-$PROJECT-$DIGEST" --jq ".artifacts[0].id // empty")',
              '[ -n "$id" ] || { echo "the plan $DIGEST is kept no more: plan again" >&2; exit 1; }',
              'gh api "repos/$GITHUB_REPOSITORY/actions/artifacts/$id/zip" > plan.zip',
              "unzip -q plan.zip -d plan",
              `mkdir -p plan/approvals && cp "${APPROVALS}/$PROJECT"/* plan/approvals/`,
            ),
            env: { ...PROJECT_ENV, ...DIGEST_ENV, GH_TOKEN: "${{ github.token }}" },
          },
          {
            name: "Check its approvals",
            if: IS_APPROVED,
            run: 'npx databox approvals "$FILE" --plan plan',
            env: PROJECT_ENV,
          },
          ...credentials(deployRole, "deploy").map((step) => ({ ...step, if: IS_APPROVED })),
          { name: "Deploy it", if: IS_APPROVED, run: 'npx databox deploy "$FILE" --plan plan', env: PROJECT_ENV },
          {
            name: "Keep the journal",
            if: "always() && steps.approved.outputs.digest != ''",
            uses: action("actions/upload-artifact"),
            with: {
              name: "databox-journal-${{ matrix.project }}-${{ steps.approved.outputs.digest }}",
              path: "plan/journal.jsonl",
              overwrite: true,
              "retention-days": 90,
            },
          },
        ],
      },
    },
  };
}

function drift({ projects, planRole }: PipelineProps): unknown {
  return {
    name: "databox drift",
    on: { schedule: [{ cron: NIGHTLY }], workflow_dispatch: null },
    permissions: {},
    defaults: BASH,
    jobs: {
      drift: {
        "runs-on": "ubuntu-24.04",
        strategy: { "fail-fast": false, matrix: matrix(projects) },
        environment: ENVIRONMENTS.drift,
        permissions: { contents: "read", "id-token": "write" },
        steps: [
          ...checkout(),
          ...credentials(planRole, "drift"),
          {
            name: "Judge what is live",
            run: lines('npx databox synth "$FILE"', 'npx databox drift "$FILE" | tee -a "$GITHUB_STEP_SUMMARY"'),
            env: PROJECT_ENV,
          },
        ],
      },
    },
  };
}

/** The first command that fails ends a step, also in a pipe. */
const BASH = { run: { shell: "bash" } };
// Names reach a script as variables of its environment: written into it they would be code.
const PROJECT_ENV = { PROJECT: "${{ matrix.project }}", FILE: "${{ matrix.file }}" };
const DIGEST_ENV = { DIGEST: "${{ steps.approved.outputs.digest }}" };
const IS_APPROVED = "steps.approved.outputs.digest != ''";

function checkout(props: Readonly<Record<string, unknown>> = {}): Step[] {
  return [
    { uses: action("actions/checkout"), with: { "persist-credentials": false, ...props } },
    { uses: action("actions/setup-node"), with: { "node-version": NODE_VERSION } },
    { run: "npm ci --ignore-scripts" },
  ];
}

function credentials(role: string, name: string): Step[] {
  return [
    {
      uses: action("hashicorp/setup-terraform"),
      // The wrapper would stand between Terraform and its signals.
      with: { terraform_version: TERRAFORM_VERSION, terraform_wrapper: false },
    },
    {
      uses: action("aws-actions/configure-aws-credentials"),
      with: {
        "role-to-assume": role,
        "aws-region": "${{ matrix.region }}",
        "role-session-name": `databox-${name}-\${{ github.run_id }}`,
      },
    },
  ];
}

function matrix(projects: PipelineProps["projects"]): unknown {
  return { include: projects.map(({ name, file, region }) => ({ project: name, file, region })) };
}

/**
 * The actions that GitHub's jobs use, each by the commit of a release: a tag can be moved to other code, a commit cannot.
 * https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
 */
const RELEASES = {
  "actions/checkout": { commit: "11bd71901bbe5b1630ceea73d27597364c9af683", release: "v4.2.2" },
  "actions/setup-node": { commit: "49933ea5288caeca8642d1e84afbd3f7d6820020", release: "v4.4.0" },
  "actions/upload-artifact": { commit: "ea165f8d65b6e75b540449e92b4886f43607fa02", release: "v4.6.2" },
  "aws-actions/configure-aws-credentials": { commit: "b47578312673ae6fa5b5096b330d9fbac3d116df", release: "v4.2.1" },
  "github/codeql-action/upload-sarif": { commit: "1b549b9259bda1cb5ddde3b41741a82a2d15a841", release: "v3.28.13" },
  "hashicorp/setup-terraform": { commit: "b9cd54a3c349d3f38e8881555d616ced269862dd", release: "v3.1.2" },
} as const;

/** An action, pinned: what `uses` takes. */
export function action(name: keyof typeof RELEASES): string {
  return `${name}@${RELEASES[name].commit}`;
}

/** The release that a pinned action is of, for the comment beside it. */
export function releaseOf(uses: string): string | undefined {
  return Object.entries(RELEASES).find(([name, { commit }]) => uses === `${name}@${commit}`)?.[1].release;
}

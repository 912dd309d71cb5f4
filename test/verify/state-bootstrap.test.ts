import { verify, type TargetReport } from "../../src/verify";
import { EXAMPLES, exampleProject, synthesizedFiles, type StackJson } from "../stacks/example-projects";

const judge = (json: StackJson): TargetReport => verify({ target: "example", json });

describe("the bootstrap of remote state", () => {
  it("is confined, with the one door that it is: the deploy role reads state from anywhere", () => {
    const files = synthesizedFiles([exampleProject(EXAMPLES[0] ?? "")]);
    const [, text = ""] = [...files].find(([file]) => /stacks.state-.*cdk\.tf\.json$/.test(file)) ?? [];
    const report = judge(JSON.parse(text) as StackJson);
    expect(report).toMatchObject({ verdict: "confined", summary: { open: 0, unproven: 0, doors: 1 } });
    expect(report.channels.flatMap(({ doors }) => doors.map(({ why }) => why))).toEqual([
      "this configuration has no box, and arn:aws:iam::111111111111:role/DataBoxDeploy alone reads this bucket, from anywhere",
    ]);
  });

  it("leaks where anybody else reads it", () => {
    const files = synthesizedFiles([exampleProject(EXAMPLES[0] ?? "")]);
    const [, text = ""] = [...files].find(([file]) => /stacks.state-.*cdk\.tf\.json$/.test(file)) ?? [];
    const verdict = (from: string | RegExp, to: string): string =>
      judge(JSON.parse(text.replace(from, to)) as StackJson).verdict;
    expect(text).toContain("role/DataBoxDeploy");
    expect(verdict(/(ArnNotEquals[^}]*role\/)DataBoxDeploy/, "$1*")).toBe("leaks");
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html: they are one.
    expect(verdict("ArnNotEquals", "ArnNotLike")).toBe("confined");
    expect(verdict('\\"s3:GetObject*\\",', "")).toBe("leaks");
  });
});

import { withPaths } from "../../src/cli/origin";
import { applyExceptions, verify, type Exception } from "../../src/verify";
import { ROOT, exampleProject, stackOf } from "../stacks/example-projects";
import { join } from "node:path";

describe("a report on a plan, which knows no constructs", () => {
  const stack = stackOf(exampleProject(join(ROOT, "projects", "dr-answer.yaml")));
  const [[name, endpoint] = ["", {}]] = Object.entries(stack.resource["aws_ec2_client_vpn_endpoint"] ?? {});
  const path = (endpoint as { "//": { metadata: { path: string } } })["//"].metadata.path;
  const broken = structuredClone(stack);
  const options = { type: "federated-authentication", saml_provider_arn: "arn:aws:iam::222222222222:saml-provider/x" };
  Object.assign(broken.resource["aws_ec2_client_vpn_endpoint"]?.[name] ?? {}, { authentication_options: [options] });
  // As Terraform leaves it out.
  const planned = structuredClone(broken);
  for (const byName of Object.values(planned.resource)) for (const one of Object.values(byName)) delete one["//"];
  const report = verify({ target: "a plan", json: planned });
  const door = (at: string): Exception => ({
    channel: "people.client-vpn",
    at,
    reason: "the ward enters without a device certificate",
    by: "project file",
  });
  const verdict = (at: string, of = report): string | undefined =>
    applyExceptions(of, [door(at)]).channels.find(({ id }) => id === "people.client-vpn")?.verdict;

  it("says them by the stack that was planned, so that a door at a construct holds", () => {
    expect(verdict(path)).toBe("open");
    expect(verdict(path, withPaths(report, JSON.stringify(broken)))).toBe("door");
  });

  it("keeps what a door at another construct does not cover", () => {
    expect(verdict("dr-answer/research-box-of-nobody", withPaths(report, JSON.stringify(broken)))).toBe("open");
  });
});

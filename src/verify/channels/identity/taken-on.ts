import { type Model } from "../../model/model";
import { type Layer, arnOf, textsOf } from "../../requests";

/**
 * A layer that leaves out of a question what takes on a role of the configuration: what that role may do is asked of itself.
 */
export function takingOn(model: Model): Layer {
  const texts = textsOf(model);
  const arns = model.ofType("aws_iam_role").flatMap((role) => arnOf(texts, role) ?? []);
  return {
    name: "roles of the configuration",
    statements: [
      {
        sid: "(what a role of the configuration may do is asked of it)",
        effect: "Deny",
        principals: [],
        notPrincipal: false,
        actions: ["sts:AssumeRole"],
        notAction: false,
        // A path may hold what is a pattern in a policy.
        resources: arns.filter((arn) => !/[*?]/.test(arn)),
        notResource: false,
        conditions: [],
      },
    ],
    needsAllow: false,
  };
}

import { type Channel } from "../../channel";
import { ruleOnRequests } from "../../policy-ruling";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import {
  ACTION,
  accountOf,
  anyIdentityOf,
  decideFor,
  like,
  notLike,
  policiesOfRole,
  textsOf,
  type Layer,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { BESIDES_STOPPING, CONTROL_ACTIONS } from "./controls";
import { DATA_ACTIONS } from "./data-actions";
import { serviceWork } from "./service-work";
import { takingOn } from "./taken-on";

/** Catalogue row I06. */
export const boundaries: Channel = {
  id: "identity.boundary",
  title: "Permissions boundaries",
  opens: "a role to which a policy that is added later may give anything",
  closes:
    "every role has a permissions boundary, and no action is within it that changes a control, or that is not known to change none",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  ],
  types: ["aws_iam_policy", "aws_iam_role"],
  decide: (model, ruling) => {
    const roles = model.ofType("aws_iam_role");
    const closed = new Set<string>();
    for (const role of roles) {
      const { boundary } = policiesOfRole(model, role);
      if (boundary === undefined)
        ruling.unproven(
          role,
          "it has no permissions boundary: what is attached to it later is not bounded",
          `give ${role.address} a permissions_boundary`,
        );
      else judge(model, role, boundary, ruling, closed);
    }
    if (roles.length === 0) ruling.closed({ address: "(configuration)", path: null }, "it declares no role");
  },
};

/** Roles of one account with one boundary are bounded alike, whatever their names. */
function judge(model: Model, role: Resource, boundary: Layer, ruling: Ruling, closed: Set<string>): void {
  const texts = textsOf(model);
  const account = accountOf(role) ?? texts.symbol(`account of ${role.address}`);
  const work = serviceWork(role);
  const question = {
    principals: [anyIdentityOf(account)],
    region: [like(ACTION, CONTROL_ACTIONS), BESIDES_STOPPING, ...work.region],
    layers: [{ ...boundary, name: "boundary" }, ...work.layers],
  };
  const why = "its boundary leaves out every action that changes a control";
  const alike = `${account} ${work.region.length} ${JSON.stringify(role.attributes["permissions_boundary"])}`;
  if (closed.has(alike)) {
    ruling.closed(role, why);
    return;
  }
  const isClosed = ruleOnRequests(model, ruling, role, question, {
    from: `whatever ${role.address} may reach`,
    to: "wherever the changed controls let it",
    opens: "its permissions boundary bounds too little",
    closed: why,
    mend: `take the action out of the boundary of ${role.address}, or deny it there`,
  });
  if (!isClosed) return;
  const others = {
    ...question,
    layers: [...question.layers, takingOn(model)],
    region: [notLike(ACTION, DATA_ACTIONS), BESIDES_STOPPING, ...work.region],
  };
  if (decideFor(model, others).kind === "none") closed.add(alike);
  else
    ruleOnRequests(model, ruling, role, others, {
      from: `whatever ${role.address} may reach`,
      to: "wherever the action leads",
      opens: "its permissions boundary bounds too little",
      closed: "its boundary leaves out every action that is not modelled",
      doubt: "what that does is not modelled",
      mend: `take the action out of the boundary of ${role.address}, or deny it there`,
    });
}

import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ruleOnRequests } from "../../policy-ruling";
import {
  ACTION,
  accountOf,
  arnOf,
  anyIdentityOf,
  decideFor,
  like,
  namedIdentity,
  notLike,
  perimeterOf,
  policiesOfRole,
  RESOURCE,
  textsOf,
  type Question,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { BESIDES_STOPPING, CONTROL_ACTIONS } from "./controls";
import { DATA_ACTIONS } from "./data-actions";
import { machineActors } from "./machine-actors";
import { isOfService } from "./roles-of-services";
import { judgeStrangers, NAMING_TYPES } from "./strangers";
import { serviceWork } from "./service-work";
import { takingOn } from "./taken-on";

/** Catalogue rows C12, I05, I06, I09, X01, B02, B03 and M04. */
export const machineRoles: Channel = {
  id: "identity.machine-roles",
  title: "What machines may change",
  opens:
    "a role of a machine or a service, or one that it takes on, that may change the controls that confine it, share what it holds, or take on a foreign role; a role or policy of machines that is not in the configuration",
  closes:
    "no request for an action that changes a control, that is not known to change none, or for a role of another account, is allowed by a role's policies and its boundary together",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    "https://hackingthe.cloud/aws/exploitation/iam_privilege_escalation/",
    "https://github.com/BishopFox/iam-vulnerable",
  ],
  types: ["aws_iam_policy", "aws_iam_role", ...NAMING_TYPES],
  decide: (model, ruling) => {
    const roles = new Set([
      ...model.ofType("aws_iam_role").filter(isOfService),
      ...machineActors(model).map(({ role }) => role),
    ]);
    for (const role of roles) judge(model, role, ruling);
    judgeStrangers(model, ruling);
    if (roles.size === 0) ruling.closed({ address: "(configuration)", path: null }, "no service takes on a role of it");
  },
};

function judge(model: Model, role: Resource, ruling: Ruling): void {
  const texts = textsOf(model);
  const arn = arnOf(texts, role);
  const account = accountOf(role);
  const principal =
    arn !== undefined ? namedIdentity(arn) : anyIdentityOf(account ?? texts.symbol(`account of ${role.address}`));
  const { identity, boundary } = policiesOfRole(model, role);
  const layers = [identity, ...(boundary === undefined ? [] : [boundary])];
  const work = serviceWork(role);
  const controls: Question = {
    principals: [principal],
    region: [like(ACTION, CONTROL_ACTIONS), BESIDES_STOPPING, ...work.region],
    layers: [...layers, ...work.layers],
  };
  const foreignRoles: Question = {
    actions: ["sts:AssumeRole"],
    principals: [principal],
    region: [
      notLike(
        RESOURCE,
        [...perimeterOf(model).accounts].map((own) => `arn:*:*:*:${own}:*`),
      ),
    ],
    layers,
  };
  const controlsOpen = decideFor(model, controls).kind !== "none";
  const others: Question = {
    ...controls,
    layers: [...controls.layers, takingOn(model)],
    region: [notLike(ACTION, DATA_ACTIONS), BESIDES_STOPPING, ...work.region],
  };
  if (!controlsOpen && decideFor(model, others).kind !== "none") {
    ruleOnRequests(model, ruling, role, others, {
      from: `whatever ${role.address} may reach`,
      to: "wherever the action leads",
      opens: "it may do what is not modelled",
      closed: "it may do nothing that is not modelled",
      doubt: "what that does is not modelled",
      mend: `take the action out of the policies of ${role.address}, or deny it in its permissions boundary`,
    });
    return;
  }
  ruleOnRequests(model, ruling, role, controlsOpen ? controls : foreignRoles, {
    from: `whatever ${role.address} may reach`,
    to: "wherever the changed controls let it",
    opens: controlsOpen ? "it may change what confines it" : "it may take on roles of other accounts",
    closed: "it may change no control, and take on no role of another account",
    mend: `take the action out of the policies of ${role.address}, or deny it in its permissions boundary`,
  });
}

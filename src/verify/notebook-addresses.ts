import { type Model } from "./model/model";
import { type Resource } from "./model/resource";
import { arnOf, decideFor, namedIdentity, noneOf, policiesOfRole, textsOf } from "./requests";
import { type Rule } from "./rules";

/** Actions that give out an address by which a browser opens a notebook, wherever it is. */
const OPENS = ["sagemaker:CreatePresignedNotebookInstanceUrl", "sagemaker:CreatePresignedDomainUrl"];

/**
 * Who may open notebooks does so through an endpoint of the configuration. The policy is asked again at every request for
 * a page of a notebook instance, so that the condition also holds for an address that was carried out.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedNotebookInstanceUrl.html
 */
export const opensThroughEndpoints: Rule = (role, model) => {
  const { identity, boundary } = policiesOfRole(model, role);
  const layers = [identity, ...(boundary === undefined ? [] : [boundary])];
  const arn = arnOf(textsOf(model), role);
  if (arn === undefined) return [];
  const asks = (region: readonly ReturnType<typeof noneOf>[]): boolean =>
    decideFor(model, { actions: OPENS, principals: [namedIdentity(arn)], region, layers }).kind !== "none";
  if (!asks([])) return [{ verdict: "closed", why: "it opens no notebook" }];
  if (!asks([noneOf("aws:sourcevpce", endpointIds(model))]))
    return [{ verdict: "closed", why: "it opens notebooks through endpoints of the configuration only" }];
  return [
    {
      verdict: "open",
      why: "it may open notebooks from anywhere, and their pages show and download whatever they read",
      to: "any browser on the internet",
      mend: `add StringEquals aws:SourceVpce with the box's endpoints to each Allow of ${role.address} for ${OPENS.join(" and ")}`,
    },
  ];
};

function endpointIds(model: Model): string[] {
  const texts = textsOf(model);
  return model.ofType("aws_vpc_endpoint").map((one: Resource) => texts.read(`\${${one.address}.id}`).text);
}

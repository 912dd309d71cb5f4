import { present, ruleChannel } from "../../rules";

const TYPES: Readonly<Record<string, string>> = {
  aws_cloudcontrolapi_resource: "it makes a resource that is described in another language",
  aws_cloudformation_stack: "it makes resources that are described in another place",
  aws_cloudformation_stack_set: "it makes resources in other accounts",
  aws_cloudformation_stack_set_instance: "it makes resources in other accounts",
  aws_servicecatalog_provisioned_product: "it makes resources that are described in another place",
};

/** Catalogue row T04. */
export const opaqueResources = ruleChannel({
  id: "supply.opaque-resources",
  title: "Resources that make others",
  opens: "a resource that makes others which are not in the configuration",
  closes: "there is none",
  sources: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacks.html"],
  way: { from: "anywhere in the account", by: "what is made unseen", to: "wherever it leads" },
  rules: Object.fromEntries(Object.entries(TYPES).map(([type, why]) => [type, present(why)])),
});

import { LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import { type StateLocation } from "../src/project";

/** Alias of the key of a state bucket, without `alias/`. */
export const STATE_KEY_ALIAS = "databox-state";

/**
 * Tells a stack where its state is kept: S3 with the backend's own locking and a key of its own, or, for trials, a file
 * beside the stack.
 */
export function useState(stack: TerraformStack, state: StateLocation, name: string, deployRole: string): void {
  if (state.kind === "local") {
    // Relative, since the default is an absolute path of the machine that synthesized.
    new LocalBackend(stack, { path: `terraform.${name}.tfstate` });
    return;
  }
  const deployRoleArn = `arn:aws:iam::${state.account}:role/${deployRole}`;
  new S3Backend(stack, {
    bucket: state.bucket,
    key: state.key,
    region: state.region,
    encrypt: true,
    assumeRole: { roleArn: deployRoleArn, sessionName: "databox-state" },
    kmsKeyId: `arn:aws:kms:${state.region}:${state.account}:alias/${STATE_KEY_ALIAS}`,
  });
  // Without a DynamoDB table; cdktf 0.21 has no property for it.
  // https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}

import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { accountPrincipal, policyJson } from "./policy-document";

export interface TunnelSecretProps {
  /** Name of the secret, e.g. `databox/dr-answer/tunnel/acme`. */
  readonly name: string;
  /** ARN of the hospital's key that encrypts it. */
  readonly keyArn: string;
  /** ARNs of the gateways' roles. */
  readonly readers: readonly string[];
  /** Accounts of those roles. */
  readonly readerAccounts: readonly string[];
  /** ARNs of the hospital's roles that put and rotate the value. */
  readonly writers: readonly string[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * The place of a tunnel's pre-shared key. Terraform makes it empty; the hospital puts the value, so that it never
 * passes through plan, state or a log:
 *
 *     aws secretsmanager get-random-password --password-length 48 --exclude-punctuation --query RandomPassword --output text \
 *       | aws secretsmanager put-secret-value --secret-id <name> --secret-string file:///dev/stdin
 *
 * Only the two gateways' roles read it, and only the writers put it; both are denied to everybody else, whatever other
 * policies allow.
 */
export class TunnelSecret extends Construct {
  public readonly arn: string;

  public constructor(scope: Construct, id: string, props: TunnelSecretProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, "secret", {
      name: props.name,
      description: "Pre-shared key of the tunnel; put and rotated by the hospital",
      kmsKeyId: props.keyArn,
      recoveryWindowInDays: 7,
      provider: props.provider,
    });
    this.arn = secret.arn;
    new SecretsmanagerSecretPolicy(this, "policy", {
      secretArn: secret.arn,
      blockPublicPolicy: true,
      policy: policyJson([
        {
          Sid: "GatewaysRead",
          Effect: "Allow",
          Principal: accountPrincipal(props.readerAccounts),
          Action: "secretsmanager:GetSecretValue",
          Resource: "*",
          Condition: { ArnEquals: { "aws:PrincipalArn": [...props.readers] } },
        },
        {
          Sid: "NobodyElseReads",
          Effect: "Deny",
          Principal: "*",
          Action: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
          Resource: "*",
          Condition: { ArnNotEquals: { "aws:PrincipalArn": [...props.readers] } },
        },
        {
          Sid: "OnlyTheHospitalPuts",
          Effect: "Deny",
          Principal: "*",
          Action: [
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecret",
            "secretsmanager:UpdateSecretVersionStage",
            "secretsmanager:ReplicateSecretToRegions",
          ],
          Resource: "*",
          Condition: { ArnNotEquals: { "aws:PrincipalArn": [...props.writers] } },
        },
      ]),
      provider: props.provider,
    });
  }
}

import { type PolicyStatement } from "./policy-document";
import { type EndpointProps } from "./private-endpoints";

/** The hospital's key for data that only attested enclaves decrypt. */
export interface EnclaveKeyAccess {
  readonly keyArn: string;
  /** Account of the key, 12 digits. */
  readonly account: string;
}

const USE = ["kms:Decrypt", "kms:GenerateDataKey"];

/** The endpoint through which a box's enclaves ask AWS KMS: for this key, and nothing else of it. */
export function enclaveEndpoint({ keyArn, account }: EnclaveKeyAccess, boxAccount: string): EndpointProps {
  return {
    service: "kms",
    grants: [
      {
        sid: "UseEnclaveKey",
        actions: USE,
        resources: [keyArn],
        principalAccounts: [boxAccount],
        resourceAccounts: [account],
      },
    ],
  };
}

/** What the machines' role may. Which image decrypts is what the key's policy says: it is the hospital's, this is not. */
export function enclaveStatement({ keyArn }: EnclaveKeyAccess): PolicyStatement {
  return {
    Sid: "UseKeyInEnclaves",
    Effect: "Allow",
    Action: USE,
    Resource: keyArn,
    Condition: { Null: { "kms:RecipientAttestation:ImageSha384": "false" } },
  };
}

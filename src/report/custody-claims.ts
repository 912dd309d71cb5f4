/** What is claimed, and where that is documented. */
export interface Claim {
  readonly says: string;
  readonly sources: readonly string[];
}

/** What a kind of custody keeps from the cloud's operator, and what it does not. */
export interface CustodyClaims {
  /** As in `dataBox.custody.kind`. */
  readonly kind: string;
  readonly title: string;
  readonly keeps: readonly Claim[];
  readonly keepsNot: readonly Claim[];
  /** How the hospital withdraws the keys, and what that stops. */
  readonly withdrawal: Claim;
}

const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide";
const NITRO =
  "https://docs.aws.amazon.com/whitepapers/latest/security-design-of-aws-nitro-system/no-aws-operator-access.html";

const claim = (says: string, ...sources: readonly string[]): Claim => ({ says, sources });

/** What is so whoever holds the keys. */
export const COMMON_CLAIMS: readonly Claim[] = [
  claim(
    "Data are encrypted with data keys. AWS services (S3, EBS, Secrets Manager, CloudWatch Logs) hold these in plaintext in memory while they work, whatever kind of custody made them: custody decides who can unwrap a data key, not where data are processed.",
    `${KMS}/kms-cryptography.html`,
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  ),
  claim(
    "Memory of machines is kept from the operator's staff by the Nitro System, which by AWS's account has no way for anybody to log in or read it. That is a design of AWS's that others have reviewed; no customer can check it on a running machine.",
    NITRO,
  ),
  claim(
    "A request for a key is judged by AWS: key policies, accounts and CloudTrail's records are enforced and kept by the operator.",
    `${KMS}/key-policies.html`,
    `${KMS}/logging-using-cloudtrail.html`,
  ),
  claim(
    "A key that is withdrawn stops what asks for it. Running machines keep the data keys of their attached volumes, and S3 those of its bucket keys for a while: stop the machines too.",
    `${KMS}/unusable-kms-keys.html`,
  ),
];

/** What attestation adds, with any kind. */
export const ATTESTATION_CLAIMS: readonly Claim[] = [
  claim(
    "AWS KMS gives plaintext of the key for enclaves only to a Nitro Enclave of one of the measured images, encrypted for it: root on the machine around it gets ciphertext.",
    `${KMS}/conditions-nitro-enclaves.html`,
    "https://docs.aws.amazon.com/enclaves/latest/user/set-up-attestation.html",
  ),
  claim(
    "It holds for data that were encrypted under that key before they were loaded. What S3 decrypts in a role's name shows no attestation; the stores' own key has none.",
    `${KMS}/conditions-nitro-enclaves.html`,
  ),
  claim(
    "An enclave has no GPU, network or disk, and the hypervisor that measures it and the service that checks the measurement are the operator's.",
    "https://docs.aws.amazon.com/enclaves/latest/user/nitro-enclave-concepts.html",
  ),
];

/** Every kind of custody, from the least to the most that is kept from the operator. */
export const CUSTODY_CLAIMS: readonly CustodyClaims[] = [
  {
    kind: "kms",
    title: "Keys made in AWS KMS, in the hospital's account",
    keeps: [
      claim(
        "Key material is made in hardware security modules of AWS's and never leaves them in plaintext; by AWS's account no employee can take it out, and changes of these modules need several people.",
        "https://docs.aws.amazon.com/kms/latest/cryptographic-details/design-goals.html",
      ),
      claim(
        "Nobody but the roles that the hospital's key policies name may use a key, not the platform's deploy role, and each use is in the audit trail.",
        `${KMS}/key-policies.html`,
      ),
    ],
    keepsNot: [
      claim(
        "The modules are AWS's, and so is the only copy of the material. The hospital relies on AWS's design, its contract and its auditors; it can check none of it by itself.",
        "https://docs.aws.amazon.com/kms/latest/cryptographic-details/design-goals.html",
      ),
    ],
    withdrawal: claim(
      "Disable the key, or schedule its deletion (7 to 30 days). AWS carries it out.",
      `${KMS}/deleting-keys.html`,
    ),
  },
  {
    kind: "imported",
    title: "Keys whose material the hospital made and imported into AWS KMS",
    keeps: [
      claim(
        "The hospital knows how the material was made, and keeps the original. AWS's copy expires by itself on the day that the import named.",
        `${KMS}/importing-keys.html`,
      ),
      claim(
        "The hospital deletes AWS's copy at once, without a waiting period.",
        `${KMS}/importing-keys-delete-key-material.html`,
      ),
    ],
    keepsNot: [
      claim(
        "While it is imported AWS has a copy in its own modules and uses it as any other key: against the operator that is custody of kind kms. That a deleted copy is gone is AWS's word.",
        `${KMS}/importing-keys-conceptual.html`,
      ),
      claim(
        "Whoever has the original has the key: its safety is the hospital's. Where it is lost after the expiry, the data are lost.",
        `${KMS}/import-keys-protect.html`,
      ),
    ],
    withdrawal: claim(
      "Delete the imported material (aws kms delete-imported-key-material), or let it expire; the same material brings the key back.",
      `${KMS}/importing-keys-delete-key-material.html`,
    ),
  },
  {
    kind: "hsm",
    title: "Keys in the hospital's own CloudHSM cluster",
    keeps: [
      claim(
        "Key material is made in single-tenant modules and cannot be taken out of them. Their users are the hospital's; AWS's staff are no users of them.",
        `${KMS}/keystore-cloudhsm.html`,
        "https://docs.aws.amazon.com/cloudhsm/latest/userguide/introduction.html",
      ),
    ],
    keepsNot: [
      claim(
        "The modules stand in AWS's data centres. AWS KMS signs in to them as the user kmsuser with the password that the hospital gave it, and uses the keys for as long as the key store is connected.",
        `${KMS}/keystore-cloudhsm.html`,
      ),
      claim(
        "Data keys that the modules unwrap are plaintext in AWS KMS and in the services that asked for them.",
        `${KMS}/manage-cmk-keystore.html`,
      ),
      claim(
        "Availability is the hospital's: a cluster without an active module, or a lost password, stops all that the keys protect. AWS does not rotate these keys.",
        `${KMS}/fix-keystore.html`,
      ),
    ],
    withdrawal: claim(
      "Disconnect the key store, or change the password of kmsuser: nothing is unwrapped from then on. Deleting the key in the cluster is for good.",
      `${KMS}/connect-keystore.html`,
    ),
  },
  {
    kind: "external",
    title: "Keys in a key manager outside of AWS (external key store)",
    keeps: [
      claim(
        "The external key never enters AWS. Each data key is encrypted twice, by AWS KMS and by the external key manager, so that neither of them unwraps it alone.",
        `${KMS}/keystore-external.html`,
      ),
      claim(
        "The hospital sees each request at its own proxy, by principal and key, and may refuse it.",
        `${KMS}/keystore-external.html`,
        `${KMS}/authorize-xks-key-store.html`,
      ),
    ],
    keepsNot: [
      claim(
        "What was unwrapped is used inside AWS: data keys are plaintext in AWS KMS and in the services, and caches (S3 bucket keys, attached volumes) use them without asking again.",
        `${KMS}/keystore-external.html`,
      ),
      claim(
        "Whoever operates the proxy and the key manager, or knows the proxy's credential, can stop every use, and sees who uses what and when. He cannot decrypt by himself.",
        `${KMS}/keystore-external.html`,
      ),
      claim(
        "Availability falls to that of the hospital's line, proxy and key manager: AWS KMS waits 250 milliseconds for each answer. A lost external key is lost data. AWS warns that for most the risk is larger than the benefit.",
        `${KMS}/keystore-external.html`,
        `${KMS}/xks-troubleshooting.html`,
      ),
    ],
    withdrawal: claim(
      "Refuse at the proxy, or disconnect the key store: new unwraps fail within minutes. Destroying the external key is for good.",
      `${KMS}/xks-connect-disconnect.html`,
    ),
  },
];

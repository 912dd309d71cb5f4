import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { outsiders } from "../../policy-rule";
import { KEY_TYPES, keysOf, policiesOfKey } from "../../policy/keys";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import { type Statement } from "../../policy/document";
import { anyIdentityOf, inAccountOf, noneOf, perimeterOf, policyOfKey, type Literal } from "../../requests";
import { type Ruling } from "../../verdict";

/** What gives plaintext away, or hands on the power to get it. */
const REVEALS = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:DeriveSharedSecret", "kms:CreateGrant"];

const ATTESTATION = /^kms:recipientattestation:/;
/** A digest, but not that of a debug enclave, which is all zeros for any image. */
const DIGEST = /^(?=.*[1-9a-f])[0-9a-f]{96}$/i;

export const keyAttestation: Channel = {
  id: "key.attestation",
  title: "What only measured enclaves decrypt",
  opens:
    "a key whose policy speaks of attested enclaves, and that something else decrypts with, an enclave of any image or a machine's root",
  closes:
    "no request decrypts with it, re-encrypts from it or grants it that does not show one of the measurements which its policy names",
  sources: [
    "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclaves.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-tpm.html",
    "https://docs.aws.amazon.com/enclaves/latest/user/set-up-attestation.html",
  ],
  types: [...KEY_TYPES, "aws_kms_key_policy"],
  decide: (model, ruling) => {
    let bound = 0;
    for (const key of keysOf(model))
      for (const holder of [key, ...policiesOfKey(model, key)]) if (judge(model, key, holder, ruling)) bound += 1;
    if (bound === 0)
      ruling.closed({ address: "(configuration)", path: null }, "no key's policy speaks of attested enclaves");
  },
};

/** Answers whether the policy speaks of attestation at all. */
function judge(model: Model, key: Resource, holder: Resource, ruling: Ruling): boolean {
  // A policy that cannot be read is what `key.policy` says of it.
  if (!/RecipientAttestation/i.test(String(holder.attributes["policy"]))) return false;
  const policy = policyOfKey(model, key);
  const statements = statementsOf(holder, "policy", ruling, holder);
  if (policy === undefined || statements === undefined) return true;
  const { accounts } = perimeterOf(model);
  ruleOnRequests(
    model,
    ruling,
    holder,
    {
      actions: REVEALS,
      principals: [
        ...[...accounts].map((account) => anyIdentityOf(account)),
        ...outsiders(model, holder.attributes["policy"]),
      ],
      region: [...unattested(statements), ...inAccountOf(key)],
      layers: [policy],
    },
    {
      from: `whatever ${key.address} protects`,
      to: "whoever is root where no measured enclave is",
      opens: "it reveals without one of the measurements",
      closed: "it reveals nothing without one of the measurements that it names",
      mend: `deny kms:Decrypt, kms:ReEncrypt* and kms:CreateGrant in ${holder.address} by StringNotEqualsIgnoreCase on kms:RecipientAttestation:ImageSha384 with the digests of your images`,
    },
  );
  return true;
}

/** What a request says that shows none of the digests: of each register that the policy names, none of them, or nothing. */
function unattested(statements: readonly Statement[]): Literal[] {
  const digests = new Map<string, string[]>();
  for (const { conditions } of statements)
    for (const { key, values } of conditions)
      if (ATTESTATION.test(key))
        digests.set(key, [...(digests.get(key) ?? []), ...values.filter((value) => DIGEST.test(value))]);
  return [...digests].map(([key, values]) => noneOf(key, [...new Set(values)], { ignoreCase: true }));
}

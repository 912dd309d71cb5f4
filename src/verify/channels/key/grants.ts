import { excludes, present, requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows K02 and K03. */
export const keyGrants = ruleChannel({
  id: "key.grants",
  title: "Grants, copies and origins of keys",
  opens:
    "a key that a grant hands to somebody, that is copied to another region, or whose material passes through Terraform",
  closes: "no grant, no copy, no key material in the configuration",
  sources: [
    "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html",
  ],
  way: { from: "whatever the key protects", by: "whoever holds the grant or the copy", to: "outside of the box" },
  rules: {
    aws_kms_ciphertext: present("its plaintext stands in the configuration"),
    aws_kms_custom_key_store: excludes("key_store_password", "the password of the key store stands in the state"),
    aws_kms_external_key: [
      excludes("key_material_base64", "the key itself stands in the state"),
      requires("multi_region", [false], { absent: "closed", why: "the key can be copied to other regions" }),
    ],
    aws_kms_grant: [staysWithin("grantee_principal", { absent: "open" }), staysWithin("retiring_principal")],
    aws_kms_key: requires("multi_region", [false], { absent: "closed", why: "the key can be copied to other regions" }),
    aws_kms_replica_external_key: present("the key is copied to another region"),
    aws_kms_replica_key: present("the key is copied to another region"),
  },
});

import { excludes, present, requires, ruleChannel, staysWithin, where, type Rule } from "../../rules";

const ONE_REGION = requires("multi_region", [false], {
  absent: "closed",
  why: "the key can be copied to other regions",
});

/**
 * A custom key store is one of the key's own account and region.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-CustomKeyStoreId
 */
const material: Rule = (key) =>
  key.value("custom_key_store_id").kind === "absent" || key.text("custom_key_store_id") === ""
    ? []
    : [{ verdict: "closed", why: "its material is in a custom key store of its own account and region" }];

/** Catalogue rows K02 and K03. */
export const keyGrants = ruleChannel({
  id: "key.grants",
  title: "Grants, copies and origins of keys",
  opens:
    "a key that a grant hands to somebody, that is copied to another region, whose material passes through Terraform, or whose key store is asked over the internet",
  closes:
    "no grant, no copy, no key material and no key store's password in the configuration, and proxies of external key stores reached over an endpoint service of the project's only",
  sources: [
    "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/choose-xks-connectivity.html",
  ],
  way: { from: "whatever the key protects", by: "whoever holds the grant or the copy", to: "outside of the box" },
  rules: {
    aws_kms_ciphertext: present("its plaintext stands in the configuration"),
    aws_kms_custom_key_store: [
      excludes("key_store_password", "the password of the key store stands in the state"),
      excludes("xks_proxy_authentication_credential", "the credential for the proxy stands in the state"),
      requires("xks_proxy_connectivity", ["VPC_ENDPOINT_SERVICE"], {
        absent: "closed",
        why: "every use of its keys, with its encryption context, goes to a proxy on the internet",
        to: "the proxy, over the internet",
      }),
      where(
        (store) => store.text("xks_proxy_connectivity") === "VPC_ENDPOINT_SERVICE",
        staysWithin("xks_proxy_vpc_endpoint_service_name", { absent: "open" }),
      ),
    ],
    aws_kms_external_key: [excludes("key_material_base64", "the key itself stands in the state"), ONE_REGION],
    aws_kms_grant: [staysWithin("grantee_principal", { absent: "open" }), staysWithin("retiring_principal")],
    aws_kms_key: [ONE_REGION, material],
    aws_kms_replica_external_key: present("the key is copied to another region"),
    aws_kms_replica_key: present("the key is copied to another region"),
  },
});

import { notDecidable, present, requires, ruleChannel } from "../../rules";

/** Catalogue rows I02, I07 and I08. */
export const federations = ruleChannel({
  id: "identity.federations",
  title: "Federations",
  opens: "a provider outside of the project that says who people and programs are, and so who takes on roles",
  closes: "there is none in the configuration",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html",
    "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
    "https://hackingthe.cloud/aws/post_exploitation/iam_rogue_oidc_identity_provider/",
    "https://hackingthe.cloud/aws/exploitation/cognito_identity_pool_excessive_privileges/",
  ],
  way: {
    from: "whatever the roles that it leads to may read",
    by: "whomever the provider vouches for",
    to: "anywhere",
  },
  rules: {
    aws_cognito_identity_pool: requires("allow_unauthenticated_identities", [false], {
      absent: "closed",
      why: "everybody gets credentials",
      to: "everybody on the internet",
    }),
    aws_cognito_identity_pool_roles_attachment: notDecidable("which people get which role is in its rules"),
    aws_cognito_user_pool: present("people sign in on the internet"),
    aws_iam_openid_connect_provider: present("another company says who its programs are"),
    aws_iam_saml_provider: present("an identity provider of somebody's says who people are"),
    aws_identitystore_user: present("people sign in to the organisation"),
    aws_rolesanywhere_profile: present("machines elsewhere get roles"),
    aws_rolesanywhere_trust_anchor: present("machines elsewhere get roles"),
    aws_ssoadmin_account_assignment: present("people of the organisation get into the account"),
    aws_ssoadmin_permission_set: present("people of the organisation get into the account"),
    aws_ssoadmin_trusted_token_issuer: present("another company says who people are"),
  },
});

import { excludes, forbids, present, ruleChannel } from "../../rules";

/** Catalogue row I03. */
export const users = ruleChannel({
  id: "identity.users",
  title: "Users and long-lived keys",
  opens: "a user or an access key, which works from anywhere for as long as nobody takes it back",
  closes: "there is none",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
  way: { from: "whatever the user may read", by: "whoever has the key or the password", to: "anywhere" },
  rules: {
    aws_iam_access_key: present("it works from anywhere, and stands in the state"),
    aws_iam_account_password_policy: forbids("it can only forbid"),
    aws_iam_group: present("a group is for users"),
    aws_iam_group_membership: present("a group is for users"),
    aws_iam_group_policy: present("a group is for users"),
    aws_iam_group_policy_attachment: present("a group is for users"),
    aws_iam_policy_attachment: [excludes("users", "it is for users"), excludes("groups", "a group is for users")],
    aws_iam_security_token_service_preferences: forbids("it says where sessions may be used"),
    aws_iam_service_linked_role: forbids("only the service itself takes it on, for its own account"),
    aws_iam_service_specific_credential: present("it works from anywhere"),
    aws_iam_signing_certificate: present("it works from anywhere"),
    aws_iam_user_ssh_key: present("it works from anywhere"),
    aws_iam_user: present("a user signs in from anywhere"),
    aws_iam_user_group_membership: present("a user signs in from anywhere"),
    aws_iam_user_login_profile: present("a user signs in from anywhere"),
    aws_iam_user_policy: present("a user signs in from anywhere"),
    aws_iam_user_policy_attachment: present("a user signs in from anywhere"),
  },
});

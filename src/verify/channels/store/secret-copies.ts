import { excludes, ruleChannel, staysWithin } from "../../rules";

/** Catalogue row P11. */
export const secretCopies = ruleChannel({
  id: "store.secret-copies",
  title: "Copies of secrets",
  opens: "a secret that is copied to another region, or handed to a function that changes it",
  closes: "no secret is copied, and what changes it is the project's",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html"],
  way: { from: "the secret's value", by: "Secrets Manager, as configured", to: "another region or function" },
  rules: {
    aws_secretsmanager_secret: excludes("replica", "it is copied to another region"),
    aws_secretsmanager_secret_rotation: staysWithin("rotation_lambda_arn"),
  },
});

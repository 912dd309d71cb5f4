import { verify } from "../../src/verify";
import { type Configuration } from "./sealed-box";

const HOSPITAL = "111111111111";
const LABS = { a: "222222222222", b: "333333333333" } as const;
const BUCKET = "arn:aws:s3:::results";

const policy = (...statements: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: unknown, Resource: unknown, more = {}): unknown => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const roleArn = (account: string, lab: string): string => `arn:aws:iam::${account}:role/${lab}`;

interface Lab {
  readonly account: string;
  readonly statements: readonly unknown[];
}

/** A bucket, and two boxes with a machine and a role each. */
function boxes(labs: { readonly a: Lab; readonly b: Lab }, ...bucket: unknown[]): Configuration {
  const entries = Object.entries(labs);
  const each = (body: (lab: string, one: Lab) => Record<string, unknown>): Record<string, Record<string, unknown>> =>
    Object.fromEntries(
      entries.map(([lab, one]) => [
        lab,
        { ...(one.account === HOSPITAL ? {} : { provider: `aws.${lab}` }), ...body(lab, one) },
      ]),
    );
  return {
    terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } } },
    provider: {
      aws: [
        { region: "eu-west-1", allowed_account_ids: [HOSPITAL] },
        ...entries.map(([alias, { account }]) => ({ region: "eu-west-1", alias, allowed_account_ids: [account] })),
      ],
    },
    resource: {
      aws_s3_bucket: { results: { bucket: "results" } },
      aws_s3_bucket_policy: { results: { bucket: "${aws_s3_bucket.results.id}", policy: policy(...bucket) } },
      aws_vpc: each(() => ({ cidr_block: "10.8.0.0/22" })),
      aws_subnet: each((lab) => ({ vpc_id: `\${aws_vpc.${lab}.id}`, cidr_block: "10.8.0.0/24" })),
      aws_iam_role: each((lab) => ({
        name: lab,
        assume_role_policy: policy(allow("sts:AssumeRole", undefined, { Principal: { Service: "ec2.amazonaws.com" } })),
      })),
      aws_iam_role_policy: each((lab, { statements }) => ({
        role: `\${aws_iam_role.${lab}.name}`,
        policy: policy(...statements),
      })),
      aws_iam_instance_profile: each((lab) => ({ name: lab, role: `\${aws_iam_role.${lab}.name}` })),
      aws_instance: each((lab) => ({
        subnet_id: `\${aws_subnet.${lab}.id}`,
        iam_instance_profile: `\${aws_iam_instance_profile.${lab}.name}`,
      })),
    },
  };
}

const verdict = (configuration: Configuration): string | undefined =>
  verify({ target: "t", json: configuration }).channels.find(({ id }) => id === "store.between-boxes")?.verdict;

const forRole = (account: string, lab: string, Action: unknown, Resource: string): unknown =>
  allow(Action, Resource, {
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArn(account, lab) } },
  });
const lab = (account: string, ...statements: unknown[]): Lab => ({ account, statements });
const everything = allow("s3:*", "*");

describe("what one box leaves for another in a store", () => {
  it("is closed where the bucket's policy keeps prefixes apart, whatever the roles' own policies allow", () => {
    const apart = boxes(
      { a: lab(LABS.a, everything), b: lab(LABS.b, everything) },
      forRole(LABS.a, "a", ["s3:GetObject", "s3:PutObject"], `${BUCKET}/a/*`),
      forRole(LABS.b, "b", ["s3:GetObject", "s3:PutObject"], `${BUCKET}/b/*`),
    );
    expect(verdict(apart)).toBe("closed");
  });

  it("is open where prefixes overlap, with the object as witness", () => {
    const report = verify({
      target: "t",
      json: boxes(
        { a: lab(LABS.a, everything), b: lab(LABS.b, everything) },
        forRole(LABS.a, "a", "s3:PutObject", `${BUCKET}/shared/*`),
        forRole(LABS.b, "b", "s3:GetObject", `${BUCKET}/sha*`),
      ),
    }).channels.find(({ id }) => id === "store.between-boxes");
    expect(report?.verdict).toBe("open");
    expect(report?.witness?.through).toEqual(["aws_iam_role.a", "aws_s3_bucket.results", "aws_iam_role.b"]);
    expect(report?.witness?.request?.["resource"]).toMatch(/^arn:aws:s3:::results\/shared\//);
  });

  it.each([
    ["IAM alone, in the bucket's own account", lab(HOSPITAL, allow("s3:PutObject", `${BUCKET}/*`)), []],
    [
      "the bucket's policy alone, in its own account",
      lab(HOSPITAL),
      [allow("s3:PutObject", `${BUCKET}/*`, { Principal: { AWS: roleArn(HOSPITAL, "a") } })],
    ],
  ])("is open where one role writes by %s", (_name, a, statements) => {
    const configuration = boxes(
      { a, b: lab(LABS.b, everything) },
      forRole(LABS.b, "b", "s3:GetObject", `${BUCKET}/*`),
      ...statements,
    );
    expect(verdict(configuration)).toBe("open");
  });

  it("is closed where a bucket's policy leaves it to IAM in its own account, and IAM allows nothing", () => {
    const delegated = boxes(
      { a: lab(HOSPITAL), b: lab(LABS.b, everything) },
      allow("s3:*", `${BUCKET}/*`, { Principal: { AWS: `arn:aws:iam::${HOSPITAL}:root` } }),
      forRole(LABS.b, "b", "s3:GetObject", `${BUCKET}/*`),
    );
    expect(verdict(delegated)).toBe("closed");
  });

  it("is closed within one box", () => {
    const one = boxes(
      { a: lab(LABS.a, everything), b: lab(LABS.a, everything) },
      forRole(LABS.a, "a", "s3:PutObject", `${BUCKET}/*`),
      forRole(LABS.a, "b", "s3:GetObject", `${BUCKET}/*`),
    );
    const instance = one.resource["aws_instance"]?.["b"];
    if (instance !== undefined) instance["subnet_id"] = "${aws_subnet.a.id}";
    expect(verdict(one)).toBe("closed");
  });
});

describe("what boxes of one account leave for each other in a store", () => {
  const writes = allow("s3:PutObject", `${BUCKET}/*`);
  const reads = allow("s3:GetObject", `${BUCKET}/*`);
  const takesOn = allow("sts:AssumeRole", roleArn(HOSPITAL, "shared"));

  /** Two boxes of one account whose profiles and roles are named by what their names are, as every state has them. */
  const named = (a: readonly unknown[], b: readonly unknown[]): Configuration =>
    JSON.parse(
      JSON.stringify(boxes({ a: lab(HOSPITAL, ...a), b: lab(HOSPITAL, ...b) })).replaceAll(
        /\$\{aws_iam_(?:role|instance_profile)\.(\w+)\.name\}/g,
        "$1",
      ),
    ) as Configuration;

  it("is told by the VPCs that their machines are in, though roles are named by their names", () => {
    expect(verdict(named([writes], []))).toBe("closed");
    expect(verdict(named([writes, reads], []))).toBe("closed");
    expect(verdict(named([writes], [reads]))).toBe("open");
  });

  it("is open where one role that writes and reads runs in both", () => {
    const configuration = named([writes, reads], []);
    Object.assign(configuration.resource["aws_iam_instance_profile"]?.["b"] ?? {}, { role: "a" });
    expect(verdict(configuration)).toBe("open");
  });

  it("is open where both take on one role that writes and reads", () => {
    const shared = (a: readonly unknown[], b: readonly unknown[]): Configuration => {
      const configuration = named(a, b);
      Object.assign(configuration.resource["aws_iam_role"] ?? {}, {
        shared: {
          name: "shared",
          assume_role_policy: policy(
            allow("sts:AssumeRole", undefined, { Principal: { AWS: `arn:aws:iam::${HOSPITAL}:root` } }),
          ),
        },
      });
      Object.assign(configuration.resource["aws_iam_role_policy"] ?? {}, {
        shared: { role: "shared", policy: policy(writes, reads) },
      });
      return configuration;
    };
    expect(verdict(shared([takesOn], []))).toBe("closed");
    expect(verdict(shared([takesOn], [takesOn]))).toBe("open");
  });

  it("is unproven where it is not seen in which of the account's VPCs a reader runs", () => {
    const configuration = named([writes], [reads]);
    delete configuration.resource["aws_instance"]?.["b"];
    expect(verdict(configuration)).toBe("unproven");
    delete configuration.resource["aws_vpc"]?.["b"];
    delete configuration.resource["aws_subnet"]?.["b"];
    expect(verdict(configuration)).toBe("closed");
  });
});

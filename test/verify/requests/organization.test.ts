import { verify, type ChannelReport } from "../../../src/verify";
import { sealedBoxes, type Configuration } from "../sealed-box";

const policy = (...statements: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });

const judged = (configuration: Configuration, id: string): ChannelReport | undefined =>
  verify({ target: "test", json: configuration }).channels.find((channel) => channel.id === id);

/** The boxes with a policy of their organisation, made from the management account. */
function governed(
  configuration: Configuration,
  content: string,
  { target, type }: { readonly target: unknown; readonly type?: string },
): Configuration {
  configuration.provider.aws.push({
    region: "eu-west-1",
    alias: "management",
    allowed_account_ids: ["333333333333"],
  });
  Object.assign(configuration.resource, {
    aws_organizations_policy: {
      boxes: { provider: "aws.management", name: "boxes", content, ...(type === undefined ? {} : { type }) },
    },
    aws_organizations_policy_attachment: {
      boxes: { provider: "aws.management", policy_id: "${aws_organizations_policy.boxes.id}", target_id: target },
    },
  });
  return configuration;
}

describe("a service control policy", () => {
  const boxes = (): Configuration => {
    const configuration = sealedBoxes();
    const boundary = configuration.resource["aws_iam_policy"]?.["boundary"];
    if (boundary === undefined) throw new Error("no boundary");
    boundary["policy"] = policy({ Effect: "Allow", Action: ["s3:GetObject", "ec2:CreateSnapshot"], Resource: "*" });
    return configuration;
  };
  const denial = policy({ Sid: "NoCopies", Effect: "Deny", Action: "ec2:*", Resource: "*" });
  const CHANNEL = "identity.boundary";

  it("closes for its account what a boundary leaves open", () => {
    expect(judged(boxes(), CHANNEL)?.verdict).toBe("open");
    const closed = judged(governed(boxes(), denial, { target: "222222222222" }), CHANNEL);
    expect(closed?.verdict).toBe("closed");
    expect(closed?.evidence.map(({ why }) => why).join()).toContain("NoCopies");
  });

  it("is followed to the accounts of a unit, through the units in it", () => {
    const configuration = governed(boxes(), denial, { target: "${aws_organizations_organizational_unit.research.id}" });
    Object.assign(configuration.resource, {
      aws_organizations_organizational_unit: {
        research: { provider: "aws.management", name: "research", parent_id: "r-root" },
        boxes: {
          provider: "aws.management",
          name: "boxes",
          parent_id: "${aws_organizations_organizational_unit.research.id}",
        },
      },
      aws_organizations_account: {
        company: {
          provider: "aws.management",
          id: "222222222222",
          name: "company",
          email: "aws@example.org",
          parent_id: "${aws_organizations_organizational_unit.boxes.id}",
        },
      },
    });
    expect(judged(configuration, CHANNEL)?.verdict).toBe("closed");
  });

  it.each([
    ["is attached to another account", denial, "333333333333"],
    ["is attached to nobody knows what", denial, "${data.aws_organizations_organization.all.roots[0].id}"],
    ["only allows", policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }), "222222222222"],
    [
      "spares the roles of the box",
      policy({
        Effect: "Deny",
        Action: "ec2:*",
        Resource: "*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/compute" } },
      }),
      "222222222222",
    ],
    ["cannot be read", "${file(var.policy)}", "222222222222"],
  ])("closes nothing where it %s", (_, content, target) => {
    expect(judged(governed(boxes(), content, { target }), CHANNEL)?.verdict).toBe("open");
  });
});

describe("a resource control policy", () => {
  const boxes = (): Configuration => {
    const configuration = sealedBoxes();
    const store = configuration.resource["aws_s3_bucket_policy"]?.["store"];
    if (store === undefined) throw new Error("no bucket policy");
    store["policy"] = policy({ Sid: "Read", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" });
    return configuration;
  };
  const denial = (Action: string): string =>
    policy({
      Sid: "OnlyThroughEndpoint",
      Effect: "Deny",
      Principal: "*",
      Action,
      Resource: "*",
      Condition: { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.s3.id}" } },
    });
  const CHANNEL = "store.reads-outside";
  const RCP = "RESOURCE_CONTROL_POLICY";

  it.each(["*", "s3:*"])("closes for the stores of its account what their policies leave open (%s)", (action) => {
    expect(judged(boxes(), CHANNEL)?.verdict).toBe("open");
    const governedBoxes = governed(boxes(), denial(action), { target: "111111111111", type: RCP });
    expect(judged(governedBoxes, CHANNEL)?.verdict).toBe("closed");
  });

  it.each([
    ["of another account", "222222222222", RCP, "s3:*"],
    ["that is a service control policy", "111111111111", "SERVICE_CONTROL_POLICY", "kms:*"],
    ["of another service", "111111111111", RCP, "kms:*"],
  ])("closes nothing where it is one %s", (_, target, type, action) => {
    expect(judged(governed(boxes(), denial(action), { target, type }), CHANNEL)?.verdict).toBe("open");
  });
});

describe("a policy of the organisation that makes accounts do something", () => {
  it("is unproven", () => {
    const configuration = governed(sealedBoxes(), "{}", { target: "222222222222", type: "BACKUP_POLICY" });
    expect(judged(configuration, "identity.organization-policies")?.verdict).toBe("unproven");
  });
});

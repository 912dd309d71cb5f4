import { join } from "node:path";
import { Resources } from "../resources";
import { exampleProject, ROOT, stackOf } from "./example-projects";

const resources = new Resources(stackOf(exampleProject(join(ROOT, "projects", "stroke-registry.yaml"))));
const bucket = (name: string): string => `arn:aws:s3:::databox-stroke-registry-neuro-ai-${name}-111111111111`;
const hospital = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;

interface Grant {
  readonly Sid: string;
  readonly Action: string[];
  readonly Resource: string[];
  readonly Condition: Record<string, Record<string, string[]>>;
}
const grants = (endpoint: string): Map<string, Grant> => {
  const { Statement } = JSON.parse(String(resources.at("aws_vpc_endpoint", endpoint)["policy"])) as {
    Statement: Grant[];
  };
  return new Map(Statement.map((one) => [one.Sid, one]));
};

describe("an airlock in its project", () => {
  it("lets each of the hospital's roles do its own part over the link, and nothing else", () => {
    const said = [...grants("data-box/link-endpoints/s3").values()].map(({ Sid, Action, Resource, Condition }) => [
      Sid,
      Action.map((action) => action.slice("s3:".length)),
      Resource,
      Condition["ArnEquals"]?.["aws:PrincipalArn"],
    ]);
    const see = ["GetObjectVersion", "GetObjectVersionTagging", "ListBucketVersions"];
    const [steward, officer, copier] = ["StrokeDataSteward", "StrokePrivacyOfficer", "DataBoxAirlockCopier"].map(
      hospital,
    );
    expect(said).toEqual([
      [
        "LoadStores",
        ["PutObject"],
        ["arn:aws:s3:::databox-stroke-registry-scans-111111111111/*"],
        [hospital("ScanLoader")],
      ],
      ["SeeQuarantine0", see, [bucket("quarantine"), `${bucket("quarantine")}/*`], [steward]],
      ["FillInbox0", ["PutObject"], [`${bucket("inbox")}/*`], [steward]],
      ["SeeOutbox0", see, [bucket("outbox"), `${bucket("outbox")}/*`], [steward, officer, copier]],
      ["Approve0", ["PutObjectVersionTagging"], [`${bucket("outbox")}/*`], [steward, officer]],
      ["Release0", ["PutObject"], [`${bucket("released")}/*`], [copier]],
    ]);
  });

  it("lets the tenant's machines read the inbox and fill the outbox through the box's own endpoint", () => {
    const own = grants("data-box/endpoints/s3");
    const inbox = bucket("inbox");
    expect(own.get("ReadInbox0")?.Resource).toEqual([inbox, `${inbox}/*`]);
    expect(own.get("FillOutbox0")).toMatchObject({
      Action: ["s3:PutObject"],
      Resource: [`${bucket("outbox")}/*`],
      Condition: { StringEquals: { "aws:PrincipalAccount": ["222222222222"] } },
    });
    expect(JSON.stringify([...own.values()])).not.toMatch(/quarantine|released/);
  });

  it("is recorded: every request for an object of its four buckets", () => {
    const [trail] = [...resources.ofType("aws_cloudtrail")].flatMap(([path, one]) =>
      path.startsWith("account-trail-111111111111") ? [JSON.stringify(one["advanced_event_selector"])] : [],
    );
    for (const name of ["quarantine", "inbox", "outbox", "released"]) expect(trail).toContain(`"${bucket(name)}/"`);
  });

  it("lets neither scanner nor copier read a store or a record", () => {
    for (const path of ["data-box/store-scans/policy", "audit-trail/bucket/policy"]) {
      const { Statement } = JSON.parse(String(resources.at("aws_s3_bucket_policy", path)["policy"])) as {
        Statement: Grant[];
      };
      expect(Statement.find(({ Sid }) => Sid === "CarriersReadNothing")).toMatchObject({
        Effect: "Deny",
        Principal: "*",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": [hospital("DataBoxMalwareScanner"), hospital("DataBoxAirlockCopier")] },
        },
      });
    }
  });
});

import { ownerOf } from "../../ownership";
import { excludes, forbids, present, ruleChannel, staysWithin, type Rule } from "../../rules";

/** Services by whose endpoints people, or AWS on their behalf, get a shell on a machine. */
const SHELLS = /\.(ssmmessages|ec2messages)$/;

const shellEndpoint: Rule = (endpoint) => {
  const service = endpoint.text("service_name") ?? "";
  return SHELLS.test(service)
    ? [
        {
          verdict: "open",
          why: `by ${service} a machine takes shells and forwarded ports from whoever may start a session`,
          to: "a terminal on the internet",
          mend: `remove ${endpoint.address}`,
        },
      ]
    : [{ verdict: "closed", why: "it is not of a service that opens shells" }];
};

/** A document that says where sessions are recorded may say it for every session of the account. */
const sessionRecords: Rule = (document, model) => {
  const content = document.text("content");
  const mend = `let the content of ${document.address} name no bucket, or one of this configuration`;
  if (content === undefined)
    return [{ verdict: "unproven", why: "its content cannot be read, and may name a bucket of somebody's", mend }];
  return [...content.matchAll(/"?(\w*s3BucketName)"?\s*:\s*"?([\w.-]+)/gi)].flatMap(([, name = "", bucket = ""]) =>
    ownerOf(model, { kind: "known", value: bucket }) === "own"
      ? []
      : [{ verdict: "open", why: `its ${name} is ${bucket}, not the project's`, to: `the bucket ${bucket}`, mend }],
  );
};

/** Catalogue rows M01 to M04 and M12. */
export const sessions = ruleChannel({
  id: "people.session-manager",
  title: "Sessions and commands of Systems Manager",
  opens: "a shell, a forwarded port or a command on a machine of the box, for people who are not on the VPN",
  closes: "there is no endpoint by which machines take sessions, no activation, and documents stay in the account",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html",
    "https://hackingthe.cloud/aws/post_exploitation/run_shell_commands_on_ec2/",
  ],
  way: { from: "a machine of the box", by: "whoever may start a session", to: "a terminal on the internet" },
  rules: {
    aws_ssm_activation: present("machines elsewhere join, and documents run on them"),
    aws_ssm_association: [
      staysWithin("output_location.s3_bucket_name"),
      (one) => [{ verdict: "unproven", why: "what its document runs is not followed", mend: `remove ${one.address}` }],
    ],
    aws_ssm_document: [excludes("permissions", "the document is shared with other accounts"), sessionRecords],
    aws_ssm_maintenance_window: forbids("it is a time; its tasks are judged by themselves"),
    aws_ssm_maintenance_window_task: present("it runs commands on machines"),
    aws_ssm_patch_baseline: forbids("it says which patches are wanted"),
    aws_ssm_resource_data_sync: staysWithin("s3_destination.bucket_name", { absent: "open" }),
    aws_ssm_service_setting: present("it changes how sessions and documents work for the whole account"),
    aws_vpc_endpoint: shellEndpoint,
  },
});

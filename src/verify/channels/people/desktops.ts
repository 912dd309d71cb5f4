import { displayPermissions, setsDisplayUp } from "../../display-permissions";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { type Value } from "../../model/value";
import { excludes, forbids, present, requires, ruleChannel, type Rule } from "../../rules";

/** What a session may do with what it shows: each has to be named, as what is left out is allowed. */
const ACTIONS = ["CLIPBOARD_COPY_TO_LOCAL_DEVICE", "FILE_DOWNLOAD", "PRINTING_TO_LOCAL_DEVICE"] as const;

const disabled: Rule = (stack) => {
  const settings = new Map(
    stack.blocks("user_settings").map((block) => [block.text("action"), block.text("permission")]),
  );
  const open = ACTIONS.filter((action) => settings.get(action) !== "DISABLED");
  return open.length === 0
    ? [{ verdict: "closed", why: "clipboard, files and printing towards the person's machine are off" }]
    : [
        {
          verdict: "open",
          why: `${open.join(", ")} is not disabled`,
          to: "the person's own machine",
          mend: `add user_settings with permission DISABLED for ${open.join(", ")} to ${stack.address}`,
        },
      ];
};

/**
 * A desktop of one's own: what its user data let Amazon DCV do. A machine is one where they set it up, or where a group of
 * it answers on its port; what an image does by itself cannot be told.
 */
const display: Rule = (machine, model) => {
  const raw = machine.attributes["user_data"] ?? templateScript(machine, model);
  const script = typeof raw === "string" ? raw : "";
  if (!setsDisplayUp(script) && !answersDisplay(machine, model))
    return [{ verdict: "closed", why: "it sets no display up, and answers nobody on a VPN at the port of one" }];
  const permissions = displayPermissions(script);
  const mend = `write a permissions file in user_data of ${machine.address} that denies %any% all but display, keyboard and pointer`;
  if (permissions.kind === "unread") return [{ verdict: "unproven", why: permissions.why, mend }];
  if (permissions.beyond.length > 0)
    return [
      {
        verdict: "open",
        why: `its display allows ${permissions.beyond.join(", ")}`,
        to: "the person's own machine",
        mend,
      },
    ];
  return [{ verdict: "closed", why: "its display takes keys and pointer and shows pixels, and denies the rest" }];
};

/** User data of the template that a machine is launched from, which it takes where it has none of its own. */
function templateScript(machine: Resource, model: Model): string | undefined {
  const [template] = machine
    .blocks("launch_template")
    .flatMap(
      (block) =>
        model.referred(block, "id", "aws_launch_template") ??
        model.referred(block, "name", "aws_launch_template") ??
        [],
    );
  const encoded = template?.text("user_data");
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
}

const DISPLAY_PORT = 8443;

/** Whether a group of a machine answers people on the client VPN, at the port of Amazon DCV. */
function answersDisplay(machine: Resource, model: Model): boolean {
  const vpn = model
    .ofType("aws_ec2_client_vpn_endpoint", "aws_ec2_client_vpn_network_association")
    .flatMap((one) => [...one.list("security_group_ids"), ...one.list("security_groups")])
    .flatMap((value) => addressOf(model, value));
  return machine
    .list("vpc_security_group_ids")
    .flatMap((value) => addressOf(model, value))
    .some((group) =>
      model
        .ofType("aws_vpc_security_group_ingress_rule")
        .some(
          (rule) =>
            addressOf(model, rule.value("security_group_id")).includes(group) &&
            addressOf(model, rule.value("referenced_security_group_id")).some((peer) => vpn.includes(peer)) &&
            Number(rule.text("from_port") ?? 0) <= DISPLAY_PORT &&
            Number(rule.text("to_port") ?? 65_535) >= DISPLAY_PORT,
        ),
    );
}

function addressOf(model: Model, value: Value): string[] {
  const target = model.follow(value);
  return target.kind === "resource" ? [target.resource.address] : [];
}

/** Catalogue rows W01 to W04. */
export const desktops = ruleChannel({
  id: "people.desktops",
  title: "Desktops",
  opens:
    "a desktop whose clipboard, files, devices or printing reach the person's machine, or that is on the internet by itself",
  closes:
    "each way towards the person's machine is disabled by name, in the service's settings or in the permissions file of Amazon DCV (Linux and Windows), and no desktop is on the internet",
  sources: [
    "https://docs.aws.amazon.com/appstream2/latest/developerguide/set-up-stacks-fleets.html",
    "https://docs.aws.amazon.com/dcv/latest/adminguide/security-authorization-file-create-permission.html",
    "https://docs.aws.amazon.com/workspaces/latest/adminguide/amazon-workspaces-internet-access.html",
    "https://docs.aws.amazon.com/workspaces-web/latest/adminguide/user-settings.html",
  ],
  way: { from: "whatever a desktop shows", by: "the person in front of it", to: "the person's own machine" },
  rules: {
    aws_appstream_fleet: requires("enable_default_internet_access", [false], {
      absent: "open",
      why: "its desktops are on the internet",
      to: "the internet",
    }),
    aws_appstream_fleet_stack_association: forbids("it joins a fleet and a stack"),
    aws_appstream_image_builder: requires("enable_default_internet_access", [false], {
      absent: "open",
      why: "it is on the internet",
      to: "the internet",
    }),
    aws_appstream_stack: [disabled, excludes("storage_connectors", "files are kept in another company's store")],
    aws_appstream_user: forbids("it is a person"),
    aws_instance: display,
    aws_workspaces_directory: [
      requires("workspace_creation_properties.enable_internet_access", [false], {
        absent: "open",
        why: "its desktops are on the internet",
        to: "the internet",
      }),
      (directory) => [
        {
          verdict: "unproven",
          why: "whether clipboard and printing are off is set in a directory policy, not in the configuration",
          mend: `remove ${directory.address}, or judge it by hand`,
        },
      ],
    ],
    aws_workspaces_ip_group: forbids("it can only narrow who signs in"),
    aws_workspaces_workspace: present("its clipboard and printing are set outside of the configuration"),
    aws_workspacesweb_user_settings: [
      requires("copy_allowed", ["Disabled"], { absent: "open", why: "what is shown can be copied out" }),
      requires("download_allowed", ["Disabled"], { absent: "open", why: "files can be fetched" }),
      requires("print_allowed", ["Disabled"], { absent: "open", why: "pages can be printed" }),
      requires("upload_allowed", ["Disabled"], { absent: "open", why: "files can be handed to sites" }),
    ],
  },
});

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

/** Catalogue rows W01 to W04. */
export const desktops = ruleChannel({
  id: "people.desktops",
  title: "Managed desktops",
  opens:
    "a desktop whose clipboard, files or printing reach the person's machine, or that is on the internet by itself",
  closes: "each way towards the person's machine is disabled by name, and no desktop is on the internet",
  sources: [
    "https://docs.aws.amazon.com/appstream2/latest/developerguide/set-up-stacks-fleets.html",
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

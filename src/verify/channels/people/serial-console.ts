import { type Channel } from "../../channel";

/** Catalogue row M06. */
export const serialConsole: Channel = {
  id: "people.serial-console",
  title: "Serial console",
  opens: "a login over EC2's serial console, past every network control",
  closes: "the account's switch is off wherever the configuration sets it; new accounts have it off",
  sources: ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html"],
  types: ["aws_ec2_serial_console_access"],
  decide: (model, ruling) => {
    for (const access of model.ofType("aws_ec2_serial_console_access")) {
      // The provider's own default is on.
      const enabled = access.value("enabled").kind === "absent" ? true : access.truth("enabled");
      if (enabled === false) ruling.closed(access, "the serial console is off for the account");
      else if (enabled === undefined) ruling.unproven(access, "enabled is an expression", "write it out");
      else
        ruling.open(
          access,
          "the serial console is on for the account",
          {
            from: "any machine of the account",
            by: "whoever may push a key to the serial console",
            through: [access.address],
            to: "a terminal on the internet",
          },
          `set enabled of ${access.address} to false`,
        );
    }
  },
};

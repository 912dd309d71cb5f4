import { ENGINES, findEngine, type Engine, type EngineName } from "../engine";
import { UserError, type Terminal } from "./terminal";

/** What the stacks need of each engine, as their `required_version` says, and where to get it. */
const INSTALL: Readonly<Record<EngineName, string>> = {
  terraform: "Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install)",
  tofu: "OpenTofu 1.11 or newer (https://opentofu.org/docs/intro/install/)",
};

/** @throws UserError where there is no engine */
export function engineOf(terminal: Terminal, name?: EngineName): Engine {
  const engine = findEngine(terminal.env["PATH"] ?? "", name === undefined ? ENGINES : [name]);
  if (engine === undefined)
    throw new UserError(
      `there is no ${name ?? "terraform or tofu"} on the search path; install ${INSTALL[name ?? "terraform"]}`,
    );
  return engine;
}

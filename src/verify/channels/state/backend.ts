import { type Channel } from "../../channel";
import { objectOf } from "../../load/json";
import { Block } from "../../model/resource";

/** Catalogue row T01. */
export const backend: Channel = {
  id: "state.backend",
  title: "Where the state is kept",
  opens: "a state, in which every name and id of the project stands, that is kept by somebody else or unencrypted",
  closes: "it is kept encrypted in a bucket, or on the machine that Terraform runs on",
  sources: [
    "https://developer.hashicorp.com/terraform/language/backend/s3",
    "https://developer.hashicorp.com/terraform/language/state/sensitive-data",
  ],
  decide: (model, ruling) => {
    const terraform = model.configuration.terraform;
    const at = { address: "terraform.backend", path: null };
    const leak = (to: string) => ({
      from: "whatever stands in the state",
      by: "whoever keeps it",
      through: ["terraform.backend"],
      to,
    });
    if (terraform["cloud"] !== undefined) {
      ruling.open(at, "it is kept by HCP Terraform", leak("another company"), "keep it in a bucket of the hospital's");
      return;
    }
    const backends = new Block(objectOf(terraform["backend"]));
    const [kind] = Object.keys(backends.attributes);
    if (model.configuration.form !== "configuration" && kind === undefined) {
      // Not a part of what is judged: the claim says so, and no secret is in the state (state.secrets).
      ruling.closed(at, `where it is kept stands in the configuration, not in a ${model.configuration.form}`);
      return;
    }
    if (kind === undefined || kind === "local") {
      ruling.closed(at, "it stays on the machine that Terraform runs on");
      return;
    }
    const [settings] = backends.blocks(kind);
    if (kind !== "s3") {
      ruling.open(at, `it is kept by ${kind}`, leak("another service"), "keep it in a bucket of the hospital's");
      return;
    }
    const endpoints = settings?.list("endpoints").length ?? 0;
    if (settings?.truth("encrypt") !== true || settings.value("kms_key_id").kind === "absent")
      ruling.unproven(at, "it is not said to be encrypted with a key of the hospital's", "set encrypt and kms_key_id");
    else if (endpoints > 0 || settings.value("endpoint").kind !== "absent")
      ruling.unproven(at, "it is sent to another server than AWS's", "remove endpoints");
    else ruling.closed(at, `it is kept in ${settings.text("bucket") ?? "a bucket"}, under a key of its own`);
  },
};

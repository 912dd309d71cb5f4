import { type Channel } from "../../channel";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import { union } from "../../network/packets";
import { machinesBehind, type Gateway } from "../../network/tunnel/gateways";
import { type Ruling } from "../../verdict";

/** Catalogue rows N14 and N21, for tunnels that machines keep. */
export const tunnelConfiguration: Channel = {
  id: "net.tunnel-configuration",
  title: "What tunnel gateways are told to do",
  opens:
    "a machine that forwards for others by a configuration that forwards too much, encrypts too little, or cannot be read",
  closes:
    "the user data of every machine that forwards are read whole: IKEv2 with AES-256-GCM and elliptic curves to a gateway of the configuration, ranges of the two boxes only, and a rule set that drops whatever it does not name",
  sources: [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    "https://libreswan.org/man/ipsec.conf.5.html",
    "https://www.netfilter.org/projects/nftables/manpage.html",
    "https://www.rfc-editor.org/rfc/rfc7296 (IKEv2)",
  ],
  types: ["aws_instance", "aws_network_interface", "aws_network_interface_attachment"],
  decide: (model, ruling) => {
    const { gateways } = Network.of(model);
    for (const gateway of gateways) judge(ruling, gateway);
    const forwarding = model
      .ofType("aws_network_interface")
      .filter((one) => one.value("source_dest_check").kind !== "absent" && one.truth("source_dest_check") !== true);
    for (const idle of forwarding)
      if (machinesBehind(model, idle).length === 0) ruling.closed(idle, "no machine stands behind it");
    if (gateways.length === 0 && forwarding.length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "no machine of it forwards for others");
  },
};

function judge(ruling: Ruling, { at, machine, tunnels, faults }: Gateway): void {
  for (const { verdict, why, mend } of faults)
    if (verdict === "unproven") ruling.unproven(machine, why, mend);
    else
      ruling.open(
        machine,
        why,
        {
          from: `whatever is routed to ${at.address}`,
          by: "anybody who runs code in the box",
          through: [...new Set([at.address, machine.address])],
          to: "wherever the machine then forwards, or whoever reads the underlay",
        },
        mend,
      );
  if (faults.length > 0) return;
  const flows = union(...tunnels.flatMap(({ outbound, inbound }) => [outbound, inbound]));
  ruling.closed(
    machine,
    `its user data are read whole: it forwards ${describePackets(flows)} through its tunnel, and drops the rest`,
  );
}

import { type Channel } from "../../channel";
import { type Resource } from "../../model/resource";
import { showValue } from "../../model/value";
import { type Ruling } from "../../verdict";

/** What each list may hold: what RFC 8247 (IKEv2 and ESP algorithms) does not advise against. */
const SOUND: Readonly<Record<string, readonly string[]>> = {
  ike_versions: ["ikev2"],
  ...forBothPhases({
    encryption_algorithms: ["AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"],
    integrity_algorithms: ["SHA2-256", "SHA2-384", "SHA2-512"],
    // 2 and 5 are broken by whoever has a cluster, 22 to 24 have subgroups of unknown origin.
    dh_group_numbers: ["14", "15", "16", "17", "18", "19", "20", "21"],
  }),
};

function forBothPhases(lists: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    ["phase1", "phase2"].flatMap((phase) => Object.entries(lists).map(([name, sound]) => [`${phase}_${name}`, sound])),
  );
}

/** Catalogue row N14. */
export const siteToSiteProposals: Channel = {
  id: "net.site-to-site-proposals",
  title: "Proposals of site-to-site VPNs",
  opens: "a tunnel over the internet that agrees on IKEv1, on an algorithm of old, or on whatever AWS still allows",
  closes: "each list of both tunnels is written out, and holds nothing that RFC 8247 advises against",
  sources: ["https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html", "https://www.rfc-editor.org/rfc/rfc8247"],
  types: ["aws_vpn_connection"],
  decide: (model, ruling) => {
    const connections = model.ofType("aws_vpn_connection");
    for (const connection of connections) judge(connection, ruling);
    if (connections.length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "it declares no aws_vpn_connection");
  },
};

function judge(connection: Resource, ruling: Ruling): void {
  let sound = true;
  for (const tunnel of ["tunnel1", "tunnel2"])
    for (const [list, allowed] of Object.entries(SOUND)) {
      const name = `${tunnel}_${list}`;
      const mend = `set ${name} of ${connection.address} to ${JSON.stringify(allowed.slice(-1))}, or to more of ${allowed.join(", ")}`;
      const values = connection.list(name);
      const unread = values.filter((value) => value.kind !== "known");
      const weak = values.filter((value) => value.kind === "known" && !allowed.includes(String(value.value)));
      if (values.length > 0 && unread.length + weak.length === 0) continue;
      sound = false;
      if (values.length === 0 || weak.length > 0)
        ruling.open(
          connection,
          values.length === 0
            ? `${name} is left out, and AWS then takes everything that it knows, IKEv1, SHA-1 and 1024-bit groups among it`
            : `${name} takes ${weak.map(showValue).join(", ")}`,
          {
            from: "whatever passes the tunnel",
            by: "somebody on the way who has the two ends agree on the weakest",
            through: [connection.address],
            to: "whoever records the packets and breaks them",
          },
          mend,
        );
      else
        ruling.unproven(
          connection,
          `${name} is ${unread.map(showValue).join(", ")}; what that is cannot be told`,
          mend,
        );
    }
  if (sound) ruling.closed(connection, "both tunnels take IKEv2 only, and no algorithm that RFC 8247 advises against");
}

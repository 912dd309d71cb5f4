import { outwardChannel } from "./outward";

const MIRROR = "wherever mirrored packets are sent";

/** Catalogue row N22. */
export const trafficMirroring = outwardChannel({
  id: "net.traffic-mirroring",
  title: "Mirrored traffic",
  opens: "a copy of a machine's packets that is sent to another machine or service",
  closes: "no session or target of mirroring exists",
  sources: ["https://docs.aws.amazon.com/vpc/latest/mirroring/what-is-traffic-mirroring.html"],
  leadsTo: {
    aws_ec2_traffic_mirror_filter: MIRROR,
    aws_ec2_traffic_mirror_filter_rule: MIRROR,
    aws_ec2_traffic_mirror_session: MIRROR,
    aws_ec2_traffic_mirror_target: MIRROR,
  },
});

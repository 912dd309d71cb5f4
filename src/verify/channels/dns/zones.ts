import { type Channel } from "../../channel";
import { showValue } from "../../model/value";
import { ownerOf } from "../../ownership";

/** Catalogue rows D06 and D07. */
export const zones: Channel = {
  id: "dns.zones",
  title: "Hosted zones",
  opens: "a public zone, whose records anybody reads, or a zone, or a VPC of one, outside of the configuration",
  closes: "every zone is private, for VPCs of the configuration only, and every record is in one of them",
  sources: ["https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html"],
  types: ["aws_route53_record", "aws_route53_zone"],
  decide: (model, ruling) => {
    for (const record of model.ofType("aws_route53_record"))
      if (ownerOf(model, record.value("zone_id")) !== "own")
        ruling.unproven(
          record,
          `it is written into ${showValue(record.value("zone_id"))}, a zone that is not in the configuration`,
          "write records into zones of the configuration only",
        );
    for (const zone of model.ofType("aws_route53_zone")) {
      const vpcs = zone.blocks("vpc");
      if (zone.hasHiddenBlocks("vpc")) ruling.unproven(zone, "its VPCs are an expression", "write them out");
      else if (vpcs.length === 0)
        ruling.open(
          zone,
          "it names no VPC, and so is public",
          {
            from: "whoever may write its records",
            by: "a principal with route53:ChangeResourceRecordSets",
            through: [zone.address],
            to: "anybody who looks the names up",
          },
          `make ${zone.address} a private zone of the box's VPC`,
        );
      else if (vpcs.some((vpc) => model.referred(vpc, "vpc_id", "aws_vpc") === undefined))
        ruling.unproven(
          zone,
          "it is for a VPC that is not in the configuration",
          "name VPCs of the configuration only",
        );
      else ruling.closed(zone, "it is private, for VPCs of the configuration");
    }
  },
};

import { z } from "zod";
import { cidr } from "./fields";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The tunnel from the hospital's own firewall. */
export const hospitalLink = z
  .strictObject({
    firewall: z
      .string()
      .regex(IPV4, { error: "expected the IPv4 address of the hospital's firewall on the internet, e.g. 203.0.113.10" })
      .describe("Static public IPv4 address of the hospital's firewall."),
    routing: z
      .enum(["static", "bgp"])
      .default("static")
      .describe("Whether routes are written down on both sides, or announced by BGP and bounded by prefixes."),
    asn: z
      .int()
      .min(1)
      .max(4_294_967_294)
      .optional()
      .describe("ASN of the hospital's firewall; for routing: bgp only."),
    amazonAsn: z
      .int()
      .optional()
      .describe("Private ASN of the AWS side; for routing: bgp only. Default: 64512."),
    prefixes: z
      .array(cidr)
      .min(1, { error: "name at least one network of the hospital, e.g. 10.20.0.0/24" })
      .max(10)
      .describe("Networks of the hospital that load data: no other address is answered, whatever BGP announces."),
  })
  .describe("VPN from the hospital's own firewall, for its loaders to put data in. Default: none.");

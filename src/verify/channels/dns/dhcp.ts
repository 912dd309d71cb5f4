import { excludes, requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue row D05. */
export const dhcp = ruleChannel({
  id: "dns.dhcp",
  title: "Name and time servers of machines",
  opens: "machines that are told to use name or time servers of somebody's",
  closes: "options name Amazon's own servers only",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html"],
  way: { from: "any machine of the VPC", by: "its own software", to: "the server that is named" },
  rules: {
    aws_vpc_dhcp_options: [
      requires("domain_name_servers", ["AmazonProvidedDNS"], {
        absent: "closed",
        why: "DNS Firewall does not see what is asked of another server",
      }),
      requires("ntp_servers", ["169.254.169.123"], { absent: "closed", why: "it is not Amazon's time server" }),
      excludes("netbios_name_servers", "what is asked of another server is not seen"),
    ],
    aws_vpc_dhcp_options_association: staysWithin("dhcp_options_id", { absent: "open" }),
  },
});

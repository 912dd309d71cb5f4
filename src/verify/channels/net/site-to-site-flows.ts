import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { type InterfaceClass } from "../../network/interfaces";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import {
  ALL_TRAFFIC,
  EVERY_ADDRESS,
  isEmpty,
  NO_PACKET,
  packets,
  subtract,
  union,
  type PacketSet,
} from "../../network/packets";
import { type Exit } from "../../network/walk";
import { ofBucket } from "../../policy/buckets";
import { readPolicy, type Statement } from "../../policy/document";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import {
  accountOf,
  anyIdentityOf,
  decideFor,
  like,
  oneOf,
  perimeterOf,
  type Question,
  RESOURCE,
  textsOf,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { OBJECT_READS } from "../store/reads-outside";

const THE_SITE = "the site at the other end of a VPN";
const TCP = 6;
const HTTPS = 443;

/** What an endpoint of AWS's sends back to whoever called it over HTTPS. */
const HTTPS_ANSWERS: PacketSet = packets(EVERY_ADDRESS, EVERY_ADDRESS, {
  ...ALL_TRAFFIC,
  protocol: { from: TCP, to: TCP },
  sourcePort: { from: HTTPS, to: HTTPS },
});

/** Catalogue row N12: what a site-to-site VPN carries, where there is one. */
export const siteToSiteFlows: Channel = {
  id: "net.site-to-site-flows",
  title: "What site-to-site VPNs carry",
  opens: "a machine that sends to the site, or answers it, or an endpoint through which the site reads what is stored",
  closes:
    "nothing leaves by a VPN but HTTPS answers of AWS's own S3 endpoints, and no request through these reads or lists objects, whoever sends it",
  sources: [
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html",
  ],
  decide: (model, ruling) => {
    const network = Network.of(model);
    const reached = new Set<Resource>();
    let found = false;
    for (const association of model.ofType("aws_route_table_association"))
      if (association.value("gateway_id").kind !== "absent") {
        found = true;
        ruling.unproven(
          association,
          "routes for what a gateway brings in are not followed",
          `remove ${association.address}`,
        );
      }
    for (const one of network.classes) {
      const answered = network.answered(one).filter(isVpn);
      if (isEndpoint(one)) {
        const beyond = subtract(packetsOf(answered), HTTPS_ANSWERS);
        if (answered.some((exit) => !isEmpty(exit.packets))) for (const member of one.members) reached.add(member);
        if (isEmpty(beyond)) continue;
        found = true;
        openFlow(ruling, one, answered, `it answers on more than HTTPS: ${describePackets(beyond)}`);
        continue;
      }
      const opened = network.opened(one).filter(isVpn);
      const leaving = packetsOf([...opened, ...answered]);
      if (isEmpty(leaving)) continue;
      found = true;
      const verb = isEmpty(packetsOf(opened)) ? "answers" : "sends to";
      openFlow(ruling, one, [...opened, ...answered], `it ${verb} the site: ${describePackets(leaving)}`);
    }
    for (const endpoint of reached) judgeEndpoint(model, ruling, endpoint);
    if (!found && reached.size === 0)
      ruling.closed(
        { address: "(configuration)", path: null },
        `nothing that ${network.classes.length} kinds of interfaces send or answer leaves by a VPN`,
      );
  },
};

function isVpn({ kind }: Exit): boolean {
  return kind === "vpn";
}

function packetsOf(exits: readonly Exit[]): PacketSet {
  return exits.length === 0 ? NO_PACKET : union(...exits.map((exit) => exit.packets));
}

/** Whether AWS's own endpoints alone stand behind an interface: they answer, and never call. */
function isEndpoint({ managed, members }: InterfaceClass): boolean {
  return managed && members.every(({ type }) => type === "aws_vpc_endpoint");
}

function openFlow(ruling: Ruling, from: InterfaceClass, exits: readonly Exit[], why: string): void {
  const [sender] = from.members;
  if (sender === undefined) return;
  ruling.open(
    sender,
    why,
    {
      from: from.members.map(({ address }) => address).join(", "),
      by: "anybody who runs code there, or somebody at the site who is answered",
      through: [...new Set(exits.flatMap(({ at, through }) => [...through, at.address]))],
      to: THE_SITE,
    },
    `leave ${from.subnet.address} without a route to the VPN, or let groups and ACLs pass HTTPS to S3 endpoints only`,
  );
}

/** What is stored must not be read through an endpoint that a site reaches: its answers go there. */
function judgeEndpoint(model: Model, ruling: Ruling, endpoint: Resource): void {
  const service = endpoint.text("service_name") ?? "";
  if (!/^com\.amazonaws\.[a-z0-9-]+\.s3$/.test(service)) {
    ruling.unproven(
      endpoint,
      `a site at the other end of a VPN reaches it, and what ${service || "its service"} answers there is not modelled`,
      `let a VPN reach endpoints of S3 only`,
    );
    return;
  }
  const policies = [
    endpoint,
    ...model
      .ofType("aws_vpc_endpoint_policy")
      .filter((policy) => model.referred(policy, "vpc_endpoint_id", "aws_vpc_endpoint") === endpoint),
  ].filter((one) => one.value("policy").kind !== "absent");
  const [source, ...more] = policies;
  if (source === undefined || more.length > 0) {
    ruling.unproven(
      endpoint,
      `a site at the other end of a VPN reaches it, and ${more.length > 0 ? "two resources set its policy" : "it has no policy"}`,
      "give it one policy, that allows no read",
    );
    return;
  }
  const statements = statementsOf(source, "policy", ruling, source);
  if (statements === undefined) return;
  const asked = readsThrough(model, endpoint, statements);
  const open = asked.find((question) => decideFor(model, question).kind !== "none");
  const question = open ?? asked[0];
  if (question === undefined) {
    ruling.closed(endpoint, "a site at the other end of a VPN reaches it over HTTPS, and there is no bucket to read");
    return;
  }
  ruleOnRequests(model, ruling, source, question, {
    from: "any object that a request through the endpoint reads",
    to: THE_SITE,
    opens: "the site at the other end of a VPN reads through it",
    closed:
      "a site at the other end of a VPN reaches it over HTTPS only, and no request through it reads or lists objects",
    mend: `allow actions that put objects only in the policy of ${endpoint.address}, and let others read through an endpoint that no VPN reaches`,
    through: source === endpoint ? [] : [endpoint.address],
  });
}

/** One question a bucket: by whoever is the project's own, since no endpoint serves others (`net.endpoints`). */
function readsThrough(model: Model, endpoint: Resource, statements: readonly Statement[]): Question[] {
  const { accounts } = perimeterOf(model);
  const through = oneOf("aws:sourcevpce", [textsOf(model).read(`\${${endpoint.address}.id}`).text]);
  const endpointLayer = { name: `the policy of ${endpoint.address}`, statements, needsAllow: true };
  return model.ofType("aws_s3_bucket").flatMap((bucket): Question[] => {
    const name = bucket.text("bucket") ?? "*";
    const owner = accountOf(bucket);
    const denials = statementsOfBucket(model, bucket);
    const common = {
      region: [through, like(RESOURCE, [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`])],
      actions: [...OBJECT_READS, "s3:ListBucket", "s3:ListBucketVersions"],
    };
    return [...accounts].map((account) => ({
      ...common,
      principals: [anyIdentityOf(account)],
      layers: [
        endpointLayer,
        // The owner's own principals are allowed by their identities; others need the bucket's word.
        {
          name: `the policy of ${bucket.address}`,
          statements: denials ?? [],
          needsAllow: denials !== undefined && account !== owner,
        },
      ],
    }));
  });
}

/** The statements of a bucket's policy; nothing where there is none, or none that holds for certain. */
function statementsOfBucket(model: Model, bucket: Resource): readonly Statement[] | undefined {
  const [policy, ...others] = ofBucket(model, bucket, "aws_s3_bucket_policy");
  if (policy === undefined || others.length > 0) return undefined;
  const raw = policy.attributes["policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  return "unread" in reading ? undefined : reading.statements;
}

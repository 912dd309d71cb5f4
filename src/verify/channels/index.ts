import { type Channel } from "../channel";
import { INERT_TYPES, MODELLED_TYPES, OUTWARD_TYPES } from "../resource-types";
import { instanceMetadata } from "./compute/instance-metadata";
import { resolver } from "./dns/resolver";
import { zones } from "./dns/zones";
import { boundaries } from "./identity/boundary";
import { deployRole } from "./identity/deploy-role";
import { machineRoles } from "./identity/machine-roles";
import { roleTrust } from "./identity/role-trust";
import { keyPolicy } from "./key/policy";
import { logDestinations } from "./log/destinations";
import { egressOnlyGateway } from "./net/egress-only-gateway";
import { endpoints } from "./net/endpoints";
import { forwarders } from "./net/forwarders";
import { internetGateway } from "./net/internet-gateway";
import { ipv6 } from "./net/ipv6";
import { natGateway } from "./net/nat-gateway";
import { otherGateways } from "./net/other-gateways";
import { peering } from "./net/peering";
import { publicAddress } from "./net/public-address";
import { clientVpn } from "./people/client-vpn";
import { serialConsole } from "./people/serial-console";
import { volumeSnapshots } from "./share/volume-snapshots";
import { stateSecrets } from "./state/secrets";
import { carriers } from "./store/carriers";
import { publicAccess } from "./store/public-access";
import { readsOutside } from "./store/reads-outside";
import { secrets } from "./store/secrets";
import { bucketPolicy } from "./store/bucket-policy";
import { opaqueParts } from "./supply/opaque-parts";
import { unknownAttributes } from "./supply/unknown-attributes";
import { unknownResources } from "./supply/unknown-resources";

const JUDGED: readonly Channel[] = [
  internetGateway,
  natGateway,
  egressOnlyGateway,
  ipv6,
  publicAddress,
  peering,
  forwarders,
  otherGateways,
  endpoints,
  resolver,
  zones,
  clientVpn,
  serialConsole,
  readsOutside,
  publicAccess,
  bucketPolicy,
  carriers,
  secrets,
  keyPolicy,
  roleTrust,
  deployRole,
  machineRoles,
  boundaries,
  instanceMetadata,
  logDestinations,
  volumeSnapshots,
  opaqueParts,
  stateSecrets,
];

/** The closed world: types that a channel reads, and types that are known to open nothing. */
export const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...MODELLED_TYPES,
  ...OUTWARD_TYPES.keys(),
  ...INERT_TYPES.keys(),
  ...JUDGED.flatMap(({ types }) => types ?? []),
]);

/** The channels that are decided, in the order of the report. */
export const CHANNELS: readonly Channel[] = [...JUDGED, unknownResources(KNOWN_TYPES), unknownAttributes(KNOWN_TYPES)];

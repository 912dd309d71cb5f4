import { type Channel } from "../channel";
import { INERT_TYPES } from "../inert-types";
import { builds } from "./compute/builds";
import { containers } from "./compute/containers";
import { functions } from "./compute/functions";
import { instanceMetadata } from "./compute/instance-metadata";
import { notebooks } from "./compute/notebooks";
import { dhcp } from "./dns/dhcp";
import { failOpen } from "./dns/fail-open";
import { forwarding } from "./dns/forwarding";
import { redirection } from "./dns/redirection";
import { resolver } from "./dns/resolver";
import { zones } from "./dns/zones";
import { boundaries } from "./identity/boundary";
import { budgetActions } from "./identity/budget-actions";
import { deployRole } from "./identity/deploy-role";
import { federations } from "./identity/federations";
import { machineRoles } from "./identity/machine-roles";
import { organizationPolicies } from "./identity/organization-policies";
import { roleTrust } from "./identity/role-trust";
import { users } from "./identity/users";
import { keyAttestation } from "./key/attestation";
import { encryption } from "./key/encryption";
import { keyGrants } from "./key/grants";
import { keyPolicy } from "./key/policy";
import { deliveryStreams } from "./log/delivery-streams";
import { flowLogs } from "./log/flow-logs";
import { queryLogs } from "./log/query-logs";
import { securityServices } from "./log/security-services";
import { subscriptions } from "./log/subscriptions";
import { trails } from "./log/trails";
import { boxExchange } from "./net/box-exchange";
import { coreNetwork } from "./net/core-network";
import { defaultNetworks } from "./net/default-networks";
import { directConnect } from "./net/direct-connect";
import { edge } from "./net/edge";
import { egressOnlyGateway } from "./net/egress-only-gateway";
import { endpoints } from "./net/endpoints";
import { forwarders } from "./net/forwarders";
import { inspection } from "./net/inspection";
import { interfaceSharing } from "./net/interface-sharing";
import { internetGateway } from "./net/internet-gateway";
import { ipv6 } from "./net/ipv6";
import { loadBalancers } from "./net/load-balancers";
import { natGateway } from "./net/nat-gateway";
import { peering } from "./net/peering";
import { prefixLists } from "./net/prefix-lists";
import { publicAddress } from "./net/public-address";
import { publication } from "./net/publication";
import { routeServer } from "./net/route-server";
import { securityGroups } from "./net/security-groups";
import { siteToSite } from "./net/site-to-site";
import { siteToSiteFlows } from "./net/site-to-site-flows";
import { siteToSiteProposals } from "./net/site-to-site-proposals";
import { trafficMirroring } from "./net/traffic-mirroring";
import { transitGateway } from "./net/transit-gateway";
import { tunnelConfiguration } from "./net/tunnel-configuration";
import { tunnelFlows } from "./net/tunnel-flows";
import { undeclaredParts } from "./net/undeclared-parts";
import { unreadRoutes } from "./net/unread-routes";
import { clientVpn } from "./people/client-vpn";
import { desktops } from "./people/desktops";
import { displays } from "./people/displays";
import { instanceConnect } from "./people/instance-connect";
import { serialConsole } from "./people/serial-console";
import { sessions } from "./people/sessions";
import { analytics } from "./share/analytics";
import { backupVaults } from "./share/backup-vaults";
import { backups } from "./share/backups";
import { databaseSnapshots } from "./share/database-snapshots";
import { directories } from "./share/directories";
import { images } from "./share/images";
import { messaging } from "./share/messaging";
import { queuesAndStreams } from "./share/queues-and-streams";
import { registries } from "./share/registries";
import { resourceShares } from "./share/resource-shares";
import { transfers } from "./share/transfers";
import { volumeSnapshots } from "./share/volume-snapshots";
import { backend } from "./state/backend";
import { stateSecrets } from "./state/secrets";
import { accessPoints } from "./store/access-points";
import { airlock } from "./store/airlock";
import { betweenBoxes } from "./store/between-boxes";
import { bucketPolicy } from "./store/bucket-policy";
import { carriers } from "./store/carriers";
import { databases } from "./store/databases";
import { fileSystems } from "./store/file-systems";
import { objects } from "./store/objects";
import { publicAccess } from "./store/public-access";
import { readsOutside } from "./store/reads-outside";
import { secretCopies } from "./store/secret-copies";
import { secrets } from "./store/secrets";
import { foreignAccounts } from "./supply/foreign-accounts";
import { opaqueParts } from "./supply/opaque-parts";
import { opaqueResources } from "./supply/opaque-resources";
import { unknownAttributes } from "./supply/unknown-attributes";
import { unknownResources } from "./supply/unknown-resources";

/** The channels by family, in the order of the report. */
const JUDGED: readonly Channel[] = [
  internetGateway,
  natGateway,
  egressOnlyGateway,
  ipv6,
  publicAddress,
  defaultNetworks,
  securityGroups,
  prefixLists,
  peering,
  boxExchange,
  tunnelFlows,
  tunnelConfiguration,
  forwarders,
  unreadRoutes,
  undeclaredParts,
  transitGateway,
  siteToSite,
  siteToSiteFlows,
  siteToSiteProposals,
  directConnect,
  coreNetwork,
  edge,
  routeServer,
  inspection,
  interfaceSharing,
  trafficMirroring,
  loadBalancers,
  publication,
  endpoints,
  resolver,
  failOpen,
  redirection,
  forwarding,
  dhcp,
  zones,
  clientVpn,
  displays,
  desktops,
  instanceConnect,
  serialConsole,
  sessions,
  accessPoints,
  airlock,
  betweenBoxes,
  bucketPolicy,
  carriers,
  databases,
  fileSystems,
  objects,
  publicAccess,
  readsOutside,
  secretCopies,
  secrets,
  keyAttestation,
  encryption,
  keyGrants,
  keyPolicy,
  boundaries,
  budgetActions,
  deployRole,
  federations,
  machineRoles,
  organizationPolicies,
  roleTrust,
  users,
  builds,
  containers,
  functions,
  instanceMetadata,
  notebooks,
  deliveryStreams,
  flowLogs,
  queryLogs,
  securityServices,
  subscriptions,
  trails,
  analytics,
  backups,
  backupVaults,
  databaseSnapshots,
  directories,
  images,
  messaging,
  queuesAndStreams,
  registries,
  resourceShares,
  transfers,
  volumeSnapshots,
  opaqueParts,
  opaqueResources,
  foreignAccounts,
  backend,
  stateSecrets,
];

/** The closed world: types that a channel reads, and types that are known to open nothing. */
export const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...INERT_TYPES.keys(),
  ...JUDGED.flatMap(({ types }) => types ?? []),
]);

/** The channels that are decided, in the order of the report. */
export const CHANNELS: readonly Channel[] = byFamily([
  ...JUDGED,
  unknownResources(KNOWN_TYPES),
  unknownAttributes(KNOWN_TYPES),
]);

/** Families in the order in which each first comes, their channels together. */
function byFamily(channels: readonly Channel[]): Channel[] {
  const families = [...new Set(channels.map(({ id }) => id.split(".")[0]))];
  return families.flatMap((family) => channels.filter(({ id }) => id.startsWith(`${String(family)}.`)));
}

import { type ResourceType } from "../resource-type";
import { BACKUP_TYPES } from "./backups";
import { DATABASE_TYPES } from "./databases";
import { FILE_SYSTEM_TYPES } from "./file-systems";
import { BUDGET_TYPES } from "./budgets";
import { IDENTITY_TYPES } from "./identity";
import { KEY_TYPES } from "./keys";
import { LOG_TYPES } from "./logs";
import { MACHINE_TYPES } from "./machines";
import { NAME_TYPES } from "./names";
import { NETWORK_TYPES } from "./network";
import { PACKET_FILTER_TYPES } from "./packet-filters";
import { ROUTE_TYPES } from "./routes";
import { SECURITY_TYPES } from "./security";
import { STORE_TYPES } from "./stores";
import { VPN_TYPES } from "./vpn";
import { WORKBENCH_TYPES } from "./workbenches";

const TYPES: Readonly<Record<string, ResourceType>> = {
  ...BACKUP_TYPES,
  ...DATABASE_TYPES,
  ...FILE_SYSTEM_TYPES,
  ...BUDGET_TYPES,
  ...IDENTITY_TYPES,
  ...KEY_TYPES,
  ...LOG_TYPES,
  ...MACHINE_TYPES,
  ...NAME_TYPES,
  ...NETWORK_TYPES,
  ...PACKET_FILTER_TYPES,
  ...ROUTE_TYPES,
  ...SECURITY_TYPES,
  ...STORE_TYPES,
  ...VPN_TYPES,
  ...WORKBENCH_TYPES,
};

const GENERIC: ResourceType = {};

/** How a type behaves; generic, where nothing is known of it. */
export function typeOf(type: string): ResourceType {
  return TYPES[type] ?? GENERIC;
}

/** Types that have rules of their own. */
export const KNOWN_TYPES: readonly string[] = Object.keys(TYPES).sort();

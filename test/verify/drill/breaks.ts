import { ACCESS_BREAKS } from "./access-breaks";
import { CONTROL_BREAKS } from "./control-breaks";
import { NETWORK_BREAKS } from "./network-breaks";
import { PLACE_BREAKS } from "./place-breaks";

/** Every way of breaking the examples that is known. */
export const BREAKS = [...NETWORK_BREAKS, ...PLACE_BREAKS, ...ACCESS_BREAKS, ...CONTROL_BREAKS];

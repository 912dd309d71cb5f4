import { accessSettings } from "./settings/access";
import { keepingSettings } from "./settings/keeping";
import { recordSettings } from "./settings/records";
import { watchSettings } from "./settings/watch";
import { type Setting } from "./standing";

/** All settings, in the order of reports. */
export const SETTINGS: readonly Setting[] = [
  ...recordSettings,
  ...accessSettings,
  ...keepingSettings,
  ...watchSettings,
];

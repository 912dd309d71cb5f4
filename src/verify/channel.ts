import { type Model } from "./model/model";
import { type Ruling } from "./verdict";

/** One way in which bytes could leave the boxes, and how it is decided. */
export interface Channel {
  /** `family.name`; the file is called the same. */
  readonly id: string;
  readonly title: string;
  /** What opens it. */
  readonly opens: string;
  /** What has to be shown for it to be closed. */
  readonly closes: string;
  /** Where that is documented. */
  readonly sources: readonly string[];
  /**
   * Resource types that the channel reads. What any channel reads is part of the closed world; every other type is inert
   * with a reason, or unknown.
   * @default - none of its own
   */
  readonly types?: readonly string[];
  /** Rules on every resource that bears on the channel; what is not understood is ruled unproven. */
  readonly decide: (model: Model, ruling: Ruling) => void;
}

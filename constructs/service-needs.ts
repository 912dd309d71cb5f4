import { type EndpointProps } from "./private-endpoints";
import { type PolicyStatement } from "./policy-document";

/** What a service of AWS's needs of the box that it is used in; a box opens nothing else for it. */
export interface ServiceNeeds {
  /** Endpoints, with what they let through. */
  readonly endpoints: readonly EndpointProps[];
  /** Names that machines look up beside those of the endpoints. */
  readonly hostNames: readonly string[];
  /** What the desktops' role may call. */
  readonly desktop: readonly PolicyStatement[];
  /** What the role of compute machines may call. */
  readonly compute: readonly PolicyStatement[];
  /** Whether compute machines call the box's endpoints. */
  readonly computeCallsEndpoints: boolean;
}

/** What several services need together. */
export function joinNeeds(needs: readonly ServiceNeeds[]): ServiceNeeds {
  return {
    endpoints: needs.flatMap(({ endpoints }) => endpoints),
    hostNames: needs.flatMap(({ hostNames }) => hostNames),
    desktop: needs.flatMap(({ desktop }) => desktop),
    compute: needs.flatMap(({ compute }) => compute),
    computeCallsEndpoints: needs.some(({ computeCallsEndpoints }) => computeCallsEndpoints),
  };
}

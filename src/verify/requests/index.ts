export * from "./decide";
export * from "./principals";
export { ACTION, RESOURCE } from "./statements";
export { Texts, textsOf } from "./texts";
export { accountOf, arnOf, inAccountOf } from "./arns";
export { type Literal } from "./tests";
export { policiesOfRole, type IdentityPolicies } from "./identities";
export { perimeterOf, type Perimeter } from "./perimeter";
export { decideFor } from "./organization";

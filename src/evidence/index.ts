export { packBundle, readBundle, type Bundle, type EvidenceList } from "./bundle";

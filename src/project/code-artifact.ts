/**
 * Regions that have CodeArtifact, with the bucket of AWS's own from which assets of npm packages are fetched, where it is
 * documented by name. https://docs.aws.amazon.com/general/latest/gr/codeartifact.html
 * https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html
 */
const ASSET_ACCOUNTS: Readonly<Record<string, string | undefined>> = {
  "ap-northeast-1": "660291247815",
  "ap-south-1": undefined,
  "ap-southeast-1": undefined,
  "ap-southeast-2": undefined,
  "eu-central-1": "769407342218",
  "eu-north-1": "611884512288",
  "eu-south-1": "484130244270",
  "eu-west-1": "438097961670",
  "eu-west-2": "247805302724",
  "eu-west-3": "762466490029",
  "us-east-1": "193858265520",
  "us-east-2": "250872398865",
  "us-west-2": "787052242323",
};

/** Regions that have CodeArtifact. */
export const CODE_ARTIFACT_REGIONS: readonly string[] = Object.keys(ASSET_ACCOUNTS);

/** Bucket and account of AWS's own that keep assets of npm packages; nothing where they are not known. */
export function npmAssets(region: string): { readonly bucket: string; readonly account: string } | undefined {
  const account = ASSET_ACCOUNTS[region];
  return account === undefined ? undefined : { bucket: `assets-${account}-${region}`, account };
}

/** Read requests a second that AWS takes from an account, unless it was asked for more: https://docs.aws.amazon.com/codeartifact/latest/ug/service-limits.html */
const READS_PER_SECOND = 800;
/** Characters of a package's name, and different ones that it may hold: https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_DescribePackage.html */
const NAME_CHARACTERS = 255;
const ALPHABET = 64;

/** What package names that a mirror asks for could carry out at most, in bits per second. */
export const MIRROR_BITS_PER_SECOND = READS_PER_SECOND * NAME_CHARACTERS * Math.log2(ALPHABET);

/** The same as people read it, with where it comes from. */
export const MIRROR_BANDWIDTH = `at most ${(MIRROR_BITS_PER_SECOND / 1e6).toFixed(1)} Mbit/s: ${READS_PER_SECOND} requests a second, AWS's quota for an account, of names of ${NAME_CHARACTERS} characters, ${Math.log2(ALPHABET)} bits each`;

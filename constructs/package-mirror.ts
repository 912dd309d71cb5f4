import { CodeartifactDomain } from "@cdktf/provider-aws/lib/codeartifact-domain";
import { CodeartifactRepository } from "@cdktf/provider-aws/lib/codeartifact-repository";
import { CodeartifactRepositoryPermissionsPolicy } from "@cdktf/provider-aws/lib/codeartifact-repository-permissions-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { accountPrincipal, policyJson } from "./policy-document";
import { type ServiceNeeds } from "./service-needs";

/** Public registries that a mirror may ask: https://docs.aws.amazon.com/codeartifact/latest/ug/external-connection.html */
export type MirroredFormat = "npm" | "pypi";

const CONNECTIONS: Readonly<Record<MirroredFormat, string>> = { npm: "public:npmjs", pypi: "public:pypi" };

export interface PackageMirrorProps {
  /** Name of the domain, at most 50 characters. */
  readonly domain: string;
  /** Account of the box, 12 digits. */
  readonly account: string;
  readonly formats: readonly MirroredFormat[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** The repository that the box's machines read from. */
const REPOSITORY = "packages";

const READ = ["codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"];
/** Whatever puts something into a repository, or takes it away. */
const WRITE = [
  "codeartifact:CopyPackageVersions",
  "codeartifact:DeletePackage",
  "codeartifact:DeletePackageVersions",
  "codeartifact:DisposePackageVersions",
  "codeartifact:PublishPackageVersion",
  "codeartifact:PutPackageMetadata",
  "codeartifact:PutPackageOriginConfiguration",
  "codeartifact:UpdatePackageVersionsStatus",
];

/**
 * A mirror of public package registries that machines read from and nobody publishes through: one repository per registry,
 * which asks it, and one before them, which is read. **It is a way out**: AWS sends the name of a package that it does not
 * have yet to the public registry, from outside of the box. The verifier shows it as open, and only a declared door lets it
 * stand. Packages are public, and so the domain has AWS's own key.
 */
export class PackageMirror extends Construct {
  public constructor(scope: Construct, id: string, props: PackageMirrorProps) {
    super(scope, id);
    const { account, provider } = props;
    const domain = new CodeartifactDomain(this, "domain", { domain: props.domain, provider });
    const upstreams = [...new Set(props.formats)].sort().map((format) => {
      const repository = new CodeartifactRepository(this, format, {
        domain: domain.domain,
        repository: format,
        description: `What was fetched from ${CONNECTIONS[format]}`,
        externalConnections: { externalConnectionName: CONNECTIONS[format] },
        provider,
      });
      this.denyWriting(`${format}-policy`, repository, account, provider);
      return repository;
    });
    const packages = new CodeartifactRepository(this, "packages", {
      domain: domain.domain,
      repository: REPOSITORY,
      description: "What the box's machines read",
      upstream: upstreams.map(({ repository }) => ({ repositoryName: repository })),
      provider,
    });
    this.denyWriting("packages-policy", packages, account, provider);
  }

  private denyWriting(
    id: string,
    repository: CodeartifactRepository,
    account: string,
    provider: TerraformProvider | undefined,
  ): void {
    new CodeartifactRepositoryPermissionsPolicy(this, id, {
      domain: repository.domain,
      repository: repository.repository,
      policyDocument: policyJson([
        {
          Sid: "OwnAccountReads",
          Effect: "Allow",
          Principal: accountPrincipal([account]),
          Action: READ,
          Resource: "*",
        },
        { Sid: "NobodyPublishes", Effect: "Deny", Principal: "*", Action: WRITE, Resource: "*" },
      ]),
      provider,
    });
  }
}

export interface PackageNeedsProps {
  readonly domain: string;
  readonly region: string;
  readonly account: string;
  /**
   * Bucket of AWS's own from which assets of npm packages are fetched, by addresses that the bucket's account signs.
   * @default - none: assets of Python packages come from the repository itself
   */
  readonly assets?: { readonly bucket: string; readonly account: string };
}

/**
 * What reading packages needs.
 * https://docs.aws.amazon.com/codeartifact/latest/ug/create-vpc-endpoints.html
 * https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html
 */
export function packageNeeds({ domain, region, account, assets }: PackageNeedsProps): ServiceNeeds {
  const arn = (kind: string): string => `arn:aws:codeartifact:${region}:${account}:${kind}/${domain}`;
  const own = { principalAccounts: [account], resourceAccounts: [account] };
  const repository = `${arn("repository")}/${REPOSITORY}`;
  return {
    endpoints: [
      {
        service: "codeartifact.api",
        hostNames: [`codeartifact.${region}.amazonaws.com`],
        grants: [
          {
            sid: "AskForToken",
            actions: ["codeartifact:GetAuthorizationToken", "codeartifact:GetRepositoryEndpoint"],
            resources: [arn("domain"), repository],
            ...own,
          },
        ],
      },
      {
        service: "codeartifact.repositories",
        hostNames: [`${domain}-${account}.d.codeartifact.${region}.amazonaws.com`],
        grants: [
          { sid: "ReadPackages", actions: ["codeartifact:ReadFromRepository"], resources: [repository], ...own },
        ],
      },
      ...(assets === undefined
        ? []
        : [
            {
              service: "s3",
              grants: [
                {
                  sid: "ReadPackageAssets",
                  actions: ["s3:GetObject"],
                  resources: [`arn:aws:s3:::${assets.bucket}/*`],
                  principalAccounts: [assets.account],
                },
              ],
            },
          ]),
    ],
    hostNames: assets === undefined ? [] : [`${assets.bucket}.s3.${region}.amazonaws.com`],
    desktop: [],
    compute: packageStatements(region, account, domain),
    computeCallsEndpoints: true,
  };
}

/** What a role needs to read packages of one domain, or of every one that a pattern takes. */
export function packageStatements(region: string, account: string, domain: string): ServiceNeeds["compute"] {
  return [
    {
      Sid: "ReadPackages",
      Effect: "Allow",
      Action: ["codeartifact:GetAuthorizationToken", ...READ],
      Resource: [
        `arn:aws:codeartifact:${region}:${account}:domain/${domain}`,
        `arn:aws:codeartifact:${region}:${account}:repository/${domain}/${REPOSITORY}`,
      ],
    },
    {
      Sid: "TokenForPackages",
      Effect: "Allow",
      Action: "sts:GetServiceBearerToken",
      Resource: "*",
      Condition: { StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" } },
    },
  ];
}

import { AIRLOCK_PREFIX, REVIEW_TAG, SCAN_TAG } from "../../constructs/airlock-policy";
import { type AirlockSpec, type ExportSpec, type ImportSpec } from "../project";

/** Who works with an airlock. */
export const AIRLOCK_PARTIES = [
  "uploader",
  "import-reviewer",
  "box",
  "reviewer",
  "second-reviewer",
  "copier",
  "requester",
] as const;
export type AirlockParty = (typeof AIRLOCK_PARTIES)[number];

const BYTES_IN_GIB = 1024 ** 3;

/**
 * The shell script of one party: its part of the procedure as AWS CLI commands, with names and limits of the project and
 * no secret. It runs with the party's own credentials, and can do nothing that the buckets' policies do not let it.
 * Nothing where the airlock has no such party.
 */
export function airlockScript(
  { import: imports, export: exports }: AirlockSpec,
  party: AirlockParty,
): string | undefined {
  switch (party) {
    case "uploader":
      return imports && script(imports.uploaders, imports, upload(imports));
    case "import-reviewer":
      return imports && script(imports.reviewers, imports, importReview(imports));
    case "box":
      return script(["the role of the box's machines"], exports ?? imports, box(imports, exports));
    case "reviewer":
      return exports && script(exports.reviewers, exports, review(exports, false));
    case "second-reviewer":
      return exports && exports.secondReviewers.length > 0
        ? script(exports.secondReviewers, exports, review(exports, true))
        : undefined;
    case "copier":
      return exports && script([exports.copier], exports, copy(exports));
    case "requester":
      return exports && script(exports.requesters, exports, fetchReleased(exports));
  }
}

interface Part {
  readonly usage: readonly string[];
  /** Branches of the `case` on the first argument. */
  readonly commands: readonly string[];
}

function script(
  roles: readonly string[],
  limits: Pick<ImportSpec | ExportSpec, "maxGiB" | "types"> | undefined,
  { usage, commands }: Part,
): string {
  const { maxGiB = 0, types = [] } = limits ?? {};
  return `#!/bin/sh
# Runs as ${roles.join(" or ")}, with the AWS CLI version 2.
set -eu
most=${maxGiB * BYTES_IN_GIB}

refuse() { printf '%s\\n' "$1" >&2; exit 65; }
usage() { printf 'usage: %s\\n' ${usage.map((line) => `"$0 ${line}"`).join(" ")} >&2; exit 64; }
needs() { [ "$1" -eq "$2" ] || usage; }
named() {
  case $1 in "" | -* | *[!A-Za-z0-9._-]*) refuse "a name has letters, digits and ._- only: $1" ;; esac
  case $1 in ${types.map((type) => `*.${type}`).join(" | ")}) ;; *) refuse "only ${types.join(", ")} are taken: $1" ;; esac
}
fits() { [ "$1" -le "$most" ] || refuse "$1 bytes are more than the $most that are taken"; }
digest() { openssl dgst -sha256 -binary "$1" | openssl base64 -A; }
checksum() { aws s3api head-object --bucket "$1" --key "$2" --version-id "$3" --checksum-mode ENABLED --query ChecksumSHA256 --output text; }
size() { aws s3api head-object --bucket "$1" --key "$2" --version-id "$3" --query ContentLength --output text; }
tag() { aws s3api get-object-tagging --bucket "$1" --key "$2" --version-id "$3" --query "TagSet[?Key=='$4'].Value | [0]" --output text; }
versions() { aws s3api list-object-versions --bucket "$1" --prefix "$2" --query 'Versions[].[LastModified,Size,VersionId,Key]' --output text; }

case \${1-} in
${commands.join("\n")}
*) usage ;;
esac
`;
}

const branch = (name: string, args: number, body: string): string => `${name})
  needs $# ${args + 1}
${body.replace(/^/gm, "  ")}
  ;;`;

function upload({ quarantine }: ImportSpec): Part {
  return {
    usage: ["put FILE"],
    commands: [branch("put", 1, put(quarantine, AIRLOCK_PREFIX.uploads))],
  };
}

/** One piece, with the digest that S3 compares and keeps; says the version. */
function put(bucket: string, prefix: string): string {
  return `name=\${2##*/}
named "$name"
fits "$(wc -c < "$2" | tr -d ' ')"
aws s3api put-object --bucket '${bucket}' --key "${prefix}$name" --body "$2" --checksum-algorithm SHA256 --query VersionId --output text`;
}

function importReview({ inbox, quarantine }: ImportSpec): Part {
  const { uploads } = AIRLOCK_PREFIX;
  return {
    usage: ["list", "read NAME VERSION FILE", "release NAME VERSION"],
    commands: [
      branch("list", 0, `versions '${quarantine}' '${uploads}'`),
      branch("read", 3, read(quarantine, uploads)),
      branch(
        "release",
        2,
        `named "$2"
fits "$(size '${quarantine}' "${uploads}$2" "$3")"
found=$(tag '${quarantine}' "${uploads}$2" "$3" '${SCAN_TAG.key}')
[ "$found" = '${SCAN_TAG.clean}' ] || refuse "the scan says $found"
${copyObject(quarantine, uploads, inbox, AIRLOCK_PREFIX.files)}`,
      ),
    ],
  };
}

function read(bucket: string, prefix: string): string {
  return `named "$2"
aws s3api get-object --bucket '${bucket}' --key "${prefix}$2" --version-id "$3" --checksum-mode ENABLED "$4" --query ContentLength --output text`;
}

/** S3 copies one version by itself, and computes the copy's digest. */
function copyObject(from: string, prefix: string, to: string, toPrefix: string): string {
  return `aws s3api copy-object --copy-source "${from}/${prefix}$2?versionId=$3" --bucket '${to}' --key "${toPrefix}$2" --tagging-directive REPLACE --metadata-directive REPLACE --checksum-algorithm SHA256 --query CopyObjectResult.ChecksumSHA256 --output text`;
}

function box(imports: ImportSpec | undefined, exports: ExportSpec | undefined): Part {
  return {
    usage: [...(imports ? ["list", "fetch NAME FILE"] : []), ...(exports ? ["send FILE"] : [])],
    commands: [
      ...(imports
        ? [
            branch(
              "list",
              0,
              `aws s3api list-objects-v2 --bucket '${imports.inbox}' --prefix '${AIRLOCK_PREFIX.files}' --query 'Contents[].[Size,Key]' --output text`,
            ),
            branch(
              "fetch",
              2,
              `aws s3api get-object --bucket '${imports.inbox}' --key "${AIRLOCK_PREFIX.files}$2" "$3" --query ContentLength --output text`,
            ),
          ]
        : []),
      ...(exports ? [branch("send", 1, put(exports.outbox, AIRLOCK_PREFIX.requests))] : []),
    ],
  };
}

function review({ outbox }: ExportSpec, second: boolean): Part {
  const { requests } = AIRLOCK_PREFIX;
  const at = `'${outbox}' "${requests}$2" "$3"`;
  const own = second ? REVIEW_TAG.secondReason : REVIEW_TAG.reason;
  const reasoned = (argument: string): string => `reason=${argument}
case $reason in *[!A-Za-z0-9\\ +=._:/@-]*) refuse 'a reason has letters, digits, spaces and +-=._:/@ only' ;; esac
[ \${#reason} -ge 10 ] && [ \${#reason} -le 256 ] || refuse 'a reason has 10 to 256 characters'`;
  const setTags = (tags: readonly (readonly [string, string])[]): string => {
    const set = tags.map(([key, value]) => `{Key=${key},Value=\\"${value}\\"}`).join(",");
    return `aws s3api put-object-tagging --bucket '${outbox}' --key "${requests}$2" --version-id "$3" --tagging "TagSet=[${set}]"`;
  };
  const first = second
    ? `[ "$(tag ${at} '${REVIEW_TAG.review}')" = approved ] || refuse 'the first reviewer has not approved this version'
[ "$(tag ${at} '${REVIEW_TAG.digest}')" = "$hash" ] || refuse 'the first reviewer approved something else'
before=$(tag ${at} '${REVIEW_TAG.reason}')
`
    : "";
  return {
    usage: ["list", "read NAME VERSION FILE", "approve NAME VERSION FILE REASON", "decline NAME VERSION REASON"],
    commands: [
      branch("list", 0, `versions '${outbox}' '${requests}'`),
      branch("read", 3, read(outbox, requests)),
      branch(
        "approve",
        4,
        `named "$2"
${reasoned('"$5"')}
fits "$(size ${at})"
hash=$(digest "$4")
[ "$(checksum ${at})" = "$hash" ] || refuse "$4 is not what stands in the outbox"
${first}${setTags([
          [REVIEW_TAG.review, "approved"],
          [REVIEW_TAG.digest, "$hash"],
          ...(second
            ? ([
                [REVIEW_TAG.secondReview, "approved"],
                [REVIEW_TAG.reason, "$before"],
              ] as const)
            : []),
          [own, "$reason"],
        ])}`,
      ),
      branch(
        "decline",
        3,
        `named "$2"
${reasoned('"$4"')}
${setTags([
  [REVIEW_TAG.review, "refused"],
  [REVIEW_TAG.reason, "$reason"],
])}`,
      ),
    ],
  };
}

function copy({ availableDays, outbox, released, secondReviewers }: ExportSpec): Part {
  const { files, manifests, requests } = AIRLOCK_PREFIX;
  const at = `'${outbox}' "${requests}$2" "$3"`;
  const words = [REVIEW_TAG.review, ...(secondReviewers.length > 0 ? [REVIEW_TAG.secondReview] : [])];
  return {
    usage: ["list", "release NAME VERSION"],
    commands: [
      branch("list", 0, `versions '${outbox}' '${requests}'`),
      branch(
        "release",
        2,
        `named "$2"
${words.map((word) => `[ "$(tag ${at} '${word}')" = approved ] || refuse 'this version has no ${word}'`).join("\n")}
bytes=$(size ${at})
fits "$bytes"
hash=$(tag ${at} '${REVIEW_TAG.digest}')
[ "$(checksum ${at})" = "$hash" ] || refuse 'what was approved is not what stands in the outbox'
copied=$(${copyObject(outbox, requests, released, files)})
[ "$copied" = "$hash" ] || refuse "the copy has the digest $copied, approved was $hash"
manifest=$(mktemp)
trap 'rm -f "$manifest"' EXIT
printf '{"name":"%s","version":"%s","bytes":%s,"sha256":"%s","reason":"%s","secondReason":"%s","availableDays":${availableDays}}\\n' "$2" "$3" "$bytes" "$hash" "$(tag ${at} '${REVIEW_TAG.reason}')" "$(tag ${at} '${REVIEW_TAG.secondReason}')" > "$manifest"
aws s3api put-object --bucket '${released}' --key "${manifests}$2.json" --body "$manifest" --checksum-algorithm SHA256 --query VersionId --output text`,
      ),
    ],
  };
}

function fetchReleased({ released }: ExportSpec): Part {
  const { files, manifests } = AIRLOCK_PREFIX;
  return {
    usage: ["fetch NAME FILE"],
    commands: [
      branch(
        "fetch",
        2,
        `named "$2"
aws s3api get-object --bucket '${released}' --key "${manifests}$2.json" "$3.json" --query ContentLength --output text
aws s3api get-object --bucket '${released}' --key "${files}$2" "$3" --query ContentLength --output text
[ "$(sed -n 's/.*"sha256":"\\([^"]*\\)".*/\\1/p' "$3.json")" = "$(digest "$3")" ] || refuse "$3 is not what was approved"`,
      ),
    ],
  };
}

import { keyPurposes } from "../project/custody";
import { type Project } from "../project";

/**
 * The shell script by which a key administrator of the hospital imports the material of a project's keys. It holds no
 * secret, and gives none to a program as an argument: material is read from files, and leaves the machine encrypted under
 * the public key that AWS KMS made for this import.
 *
 * 32 bytes of a symmetric key fit into one RSA block, so that no intermediate key is needed:
 * https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-encrypt-key-material.html
 */
export function importScript({ dataBox, name, region, researchBoxes }: Project): string {
  const { backups, custody } = dataBox;
  const { account, attestation } = custody;
  const purposes = keyPurposes(researchBoxes, {
    attested: attestation !== undefined,
    backedUp: backups !== undefined,
  });
  return `#!/usr/bin/env bash
# Imports the material of the keys of project ${name} into AWS KMS (${region}, account ${account}).
#
# For a key administrator of the hospital, on the machine that has the material; no pipeline runs it.
#   bash import-${name}.sh FOLDER DAYS [PURPOSE..]
# FOLDER has one file of exactly 32 random bytes per key: ${purposes.map((purpose) => `${purpose}.bin`).join(", ")}.
# DAYS is how long the material is valid, 1 to 365; run it again with the same files before they are over.
# ROTATE=1 imports new material for the next on-demand rotation instead; keep the files of all earlier material.
set -euo pipefail
umask 077

region=${region}
account=${account}
prefix=alias/databox/${name}
purposes=(${purposes.join(" ")})

fail() {
  printf '%s\\n' "$1" >&2
  exit 1
}

[ $# -ge 2 ] || fail "usage: bash $0 FOLDER DAYS [PURPOSE..]"
folder=$1
days=$2
shift 2
[[ $days =~ ^[0-9]{1,3}$ ]] && ((10#$days >= 1 && 10#$days <= 365)) || fail "DAYS is 1 to 365, got $days"
[ $# -eq 0 ] || purposes=("$@")
import_type=()
[ "\${ROTATE:-}" != 1 ] || import_type=(--import-type NEW_KEY_MATERIAL)

for purpose in "\${purposes[@]}"; do
  file=$folder/$purpose.bin
  [ -r "$file" ] || fail "there is no $file"
  [ "$(wc -c <"$file")" -eq 32 ] || fail "$file has to have exactly 32 bytes"
done

caller=$(aws sts get-caller-identity --query Account --output text)
[ "$caller" = "$account" ] || fail "these credentials are of account $caller; the keys are in $account"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for purpose in "\${purposes[@]}"; do
  key=$(aws kms describe-key --region "$region" --key-id "$prefix/$purpose" --query KeyMetadata.KeyId --output text)
  read -r public token < <(
    aws kms get-parameters-for-import --region "$region" --key-id "$key" \\
      --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096 \\
      --query '[PublicKey, ImportToken]' --output text
  )
  printf '%s' "$public" | openssl base64 -d -A -out "$work/public.der"
  printf '%s' "$token" | openssl base64 -d -A -out "$work/token.bin"
  openssl pkeyutl -encrypt -in "$folder/$purpose.bin" -out "$work/wrapped.bin" \\
    -pubin -inkey "$work/public.der" -keyform DER \\
    -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256
  aws kms import-key-material --region "$region" --key-id "$key" \\
    --encrypted-key-material "fileb://$work/wrapped.bin" --import-token "fileb://$work/token.bin" \\
    --expiration-model KEY_MATERIAL_EXPIRES --valid-to "$(($(date +%s) + 10#$days * 86400))" \\
    \${import_type[@]+"\${import_type[@]}"} >"$work/answer"
  state=$(aws kms describe-key --region "$region" --key-id "$key" --query KeyMetadata.KeyState --output text)
  printf '%s (%s): %s, for %s days\\n' "$prefix/$purpose" "$key" "$state" "$days"
done
`;
}

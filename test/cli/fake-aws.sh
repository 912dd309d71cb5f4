#!/bin/sh
# Stands in for `aws s3api` in the folder FAKE_S3: versions, tags and SHA-256 digests as S3 keeps them, no policies.
set -eu
shift
operation=$1
shift
key='' version='' file=''
while [ $# -gt 0 ]; do
  case $1 in
  --bucket) bucket=$2 && shift 2 ;;
  --key) key=$2 && shift 2 ;;
  --version-id) version=$2 && shift 2 ;;
  --body) body=$2 && shift 2 ;;
  --query) query=$2 && shift 2 ;;
  --tagging) tagging=$2 && shift 2 ;;
  --copy-source) source=$2 && shift 2 ;;
  --*) shift 2 ;;
  *) file=$1 && shift ;;
  esac
done
echo "$operation $bucket/$key" >> "$FAKE_S3/calls"

fail() { echo "An error occurred: $1" >&2; exit 254; }
folder() { echo "$FAKE_S3/$1/$(echo "$2" | tr / :)"; }
latest() { ls "$1" | grep -v tags | sort | tail -n 1; }
found() {
  at=$(folder "$1" "$2")
  [ -d "$at" ] || fail NoSuchKey
  at=$at/${3:-$(latest "$at")}
  [ -f "$at" ] || fail NoSuchVersion
  echo "$at"
}
digest() { openssl dgst -sha256 -binary "$1" | openssl base64 -A; }
put() {
  at=$(folder "$1" "$2")
  mkdir -p "$at"
  next=v$(($(ls "$at" | grep -vc tags || true) + 1))
  cp "$3" "$at/$next"
  echo "$next"
}

case $operation in
put-object) put "$bucket" "$key" "$body" ;;
get-object) cp "$(found "$bucket" "$key" "$version")" "$file" ;;
head-object)
  at=$(found "$bucket" "$key" "$version")
  if [ "$query" = ChecksumSHA256 ]; then digest "$at"; else wc -c < "$at" | tr -d ' '; fi
  ;;
put-object-tagging)
  at=$(found "$bucket" "$key" "$version")
  printf '%s\n' "$tagging" | sed 's/^TagSet=\[{//; s/}\]$//; s/},{/\n/g' | sed 's/^Key=\([^,]*\),Value="\(.*\)"$/\1=\2/' > "$at.tags"
  ;;
get-object-tagging)
  at=$(found "$bucket" "$key" "$version")
  name=$(echo "$query" | sed "s/.*Key=='\([^']*\)'.*/\1/")
  value=$(sed -n "s/^$name=//p" "$at.tags" 2> /dev/null || true)
  echo "${value:-None}"
  ;;
copy-object)
  path=${source%%\?*}
  from=$(found "${path%%/*}" "${path#*/}" "${source##*versionId=}")
  put "$bucket" "$key" "$from" > /dev/null
  digest "$from"
  ;;
*) fail "no such operation $operation" ;;
esac

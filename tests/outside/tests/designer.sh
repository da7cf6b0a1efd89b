#!/usr/bin/env bash
# args: URL KEY : a designer's client typed by graphql-codegen from the live schema, checked by tsc --strict, then run
set -euo pipefail
cd "$(dirname "$0")/.."
export DESIGNER_URL=$1 DESIGNER_KEY=$2
folder=work/designer
rm -rf "$folder"
mkdir -p "$folder"
cp designer/*.ts "$folder"
npx graphql-codegen --config "$folder/codegen.ts"
npx tsc --noEmit --strict --noUncheckedIndexedAccess --target es2024 --module nodenext --types node \
  --allowImportingTsExtensions --erasableSyntaxOnly --verbatimModuleSyntax --skipLibCheck "$folder/session.ts"
exec node "$folder/session.ts" "$1" "$2"

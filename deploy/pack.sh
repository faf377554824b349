#!/bin/sh
# Packs this checkout as it would be published, into deploy/tarballs: for "npm install --global" on any machine with Node 22.13
# or newer, and for compose/Dockerfile.
set -eu
cd "$(dirname "$0")/.."
rm -rf deploy/tarballs
npx --yes pnpm@12.21.0 install --frozen-lockfile
npx tsc --build packages/agent-host
npx --yes pnpm@12.21.0 --recursive --filter './packages/*' pack --pack-destination "$PWD/deploy/tarballs"

#!/bin/sh
# The queue's password comes as a file, so that neither the image nor "docker inspect" shows it.
set -eu
if [ -n "${PGPASSWORD_FILE:-}" ]; then
  PGPASSWORD=$(cat "$PGPASSWORD_FILE")
  export PGPASSWORD
fi
exec agent-host "$@"

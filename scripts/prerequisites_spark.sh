#!/bin/sh
# Names what Spark lacks on this machine, with the command that installs it. Installs nothing itself.
if ! command -v java >/dev/null 2>&1; then
    echo "Spark needs Java 17 or later, and there is no 'java' here." >&2
    echo "  Install it:  sudo apt-get install default-jre-headless" >&2
    exit 1
fi

#!/bin/sh
# Names what this machine lacks, with the command that installs it. Installs nothing itself.
python=$1
if ! command -v "$python" >/dev/null 2>&1; then
    echo "Beholden needs Python 3.11 or later, and there is no '$python' here." >&2
    echo "  Install it:  sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Beholden needs Python 3.11 or later; '$python' is $("$python" -V 2>&1)." >&2
    echo "  Install one and name it:  sudo apt-get install python3.11 python3.11-venv" >&2
    echo "                            make demo PYTHON=python3.11" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "'$python' has no venv module." >&2
    echo "  Install it:  sudo apt-get install python$version-venv" >&2
    exit 1
fi

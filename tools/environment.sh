#!/bin/sh
# Makes .venv and installs exactly what a requirements file locks; does nothing when that is done already.
#   tools/environment.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
requirements=$1

stop() {
    echo "svyazi: $1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if is_new_enough "$python"; then
            echo "$python"
            return
        fi
    done
    have=$(python3 --version 2>/dev/null) || have="no python3"
    stop "Python 3.11 or newer is needed, here is ${have}; install one, or say PYTHON=/path/to/python3.11"
}

make_venv() {
    python=$(find_python) || exit 1
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "$python cannot make environments; install its venv module (Debian and Ubuntu: apt install python3-venv)"
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || stop "the environment .venv cannot be made"
}

digest() {
    .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"
}

[ -f manage.py ] || stop "the folder of the project is not complete: manage.py is missing"
# A Python that was removed or moved leaves an environment that cannot start.
if ! is_new_enough .venv/bin/python; then
    make_venv
fi
stamp=.venv/installed-$requirements
wanted=$(digest "$requirements")
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    .venv/bin/python -m pip --version >/dev/null 2>&1 || stop "pip is missing in .venv; remove the folder .venv and try again"
    echo "Installing what $requirements locks"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements" ||
        stop "the parts of $requirements cannot be installed, see above (is the network there?)"
    echo "$wanted" >"$stamp"
fi

#!/usr/bin/env bash
# Gradescope runs this once, when it builds the autograder's image.
set -euo pipefail
root=${1:-/autograder}
export DEBIAN_FRONTEND=noninteractive

apt-get update
apt-get install -y bubblewrap
for python in python3.13 python3.12 python3.11; do
    apt-get install -y "$python" "$python-venv" && break
done
"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install -r "$root/source/requirements.txt"

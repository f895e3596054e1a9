#!/bin/sh
# Prints a Python that runs and has venv: `find_python.sh any` for 3.11 or later, `find_python.sh 3.13` for that one.
# A name on the PATH may be a shim that leads nowhere, so each candidate is asked.
usable() { "$1" -c "import ensurepip, sys, venv; sys.exit(not ($2))" >/dev/null 2>&1; }

if [ "$1" = any ]; then
    for python in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3 python; do
        if usable "$python" "sys.version_info >= (3, 11)"; then echo "$python"; exit 0; fi
    done
    echo "Stepdown needs Python 3.11 or later with venv (on Debian: apt-get install python3 python3-venv)." >&2
    exit 1
fi

for python in "python$1" "$HOME"/.pyenv/versions/"$1".*/bin/python; do
    if usable "$python" "'%d.%d' % sys.version_info[:2] == '$1'"; then echo "$python"; exit 0; fi
done

#!/bin/sh
# Prints the Python that sets the project up. The environment's own comes first, so that a
# second run is quick; each candidate is started, because a name on the PATH may be an empty shim.
suits='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
for candidate in .venv/bin/python .venv/Scripts/python.exe; do
    if "$candidate" -c "import pip; $suits" >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if "$candidate" -c "$suits" >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo 'No Python 3.11 or newer with its venv module was found: install one (on Debian: apt install python3 python3-venv) and try again.' >&2
exit 1

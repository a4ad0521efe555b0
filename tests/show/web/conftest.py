"""The desk over the articles that come with sayso, read once; without the network for most tests, in a real browser for others.

Tests in a browser are skipped where there is no Chromium or no Playwright; `.ci/run` puts Chromium there.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso.core.document import Document
from sayso.pipeline import analyse, relate, remembered
from sayso.read import documents
from sayso.show.web import application
from sayso.store import open_record

HOST = "127.0.0.1:8127"
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip
# A machine that does much else takes its time; a page that hangs takes longer.
PATIENCE = 120_000
Serving = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the articles that come with sayso; copy it before you change it."""
    path = tmp_path_factory.mktemp("desk") / "examples.sayso"
    with as_file(files("sayso").joinpath("examples")) as folder, open_record(path) as record:
        for document in documents(sorted(str(one) for one in folder.rglob("*") if one.suffix in (".txt", ".html"))):
            assert isinstance(document, Document)
            record.add(remembered(analyse(document)))
        relate(record)
    return path


@pytest.fixture
def record(examples: Path, tmp_path: Path) -> Path:
    return Path(copy(examples, tmp_path / "news.sayso"))


@pytest.fixture(scope="session")
def client() -> Callable[[Path], TestClient]:
    """`client(record)` is the desk over a record, without the network."""
    return _client


def _client(record: Path) -> TestClient:
    app = application(record, hosts=[HOST], reviewer="Ida", clock=lambda: datetime(2031, 5, 12, 9, 30, tzinfo=UTC))
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture
def desk(record: Path) -> Iterator[TestClient]:
    yield _client(record)


@contextmanager
def _serving(record: Path) -> Iterator[str]:
    call = "import sys; from sayso.cli import main; main()"
    command = [sys.executable, "-c", call, "serve", "--port", "0", "--record", str(record), "--reviewer", "Ida"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"}) as running:
        assert running.stderr is not None
        try:
            yield running.stderr.readline().split()[0].rstrip("/")
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)


@pytest.fixture(scope="session")
def serving() -> Serving:
    """`with serving(record) as address` is the desk over a record, as a user starts it."""
    return _serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e '.[dev]'")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=PATIENCE)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def visiting(browser: Any) -> Callable[..., AbstractContextManager[Any]]:
    """`with visiting(address) as page` is a page at the front; asks of anything but the desk, and errors of scripts, fail."""

    @contextmanager
    def visit(desk: str, **options: Any) -> Iterator[Any]:
        context = browser.new_context(base_url=desk, accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE)
        opened = context.new_page()
        strange: list[str] = []
        opened.on("request", lambda request: strange.append(request.url) if not request.url.startswith(desk) else None)
        opened.on("pageerror", lambda error: strange.append(str(error)))
        opened.on("console", lambda message: strange.append(message.text) if message.type == "error" else None)
        opened.goto("/")
        yield opened
        context.close()
        assert strange == []

    return visit

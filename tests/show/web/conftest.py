"""The desk over the articles that come with sayso, read once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copy

import pytest
from starlette.testclient import TestClient

from sayso.core.document import Document
from sayso.pipeline import analyse, relate
from sayso.read import documents
from sayso.show.web import application
from sayso.store import open_record

HOST = "127.0.0.1:8127"


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the articles that come with sayso; copy it before you change it."""
    path = tmp_path_factory.mktemp("desk") / "examples.sayso"
    with as_file(files("sayso").joinpath("examples")) as folder, open_record(path) as record:
        for document in documents(sorted(str(one) for one in folder.rglob("*") if one.suffix in (".txt", ".html"))):
            assert isinstance(document, Document)
            record.add(analyse(document))
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

"""The same parse of a text, whatever was read before it and however many processes read at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec

from sayso.core.document import Block, Document, sha256_of
from sayso.core.span import Span
from sayso.parse import parse

TEXTS = (
    "Tarn's mayor Ida Brask said on Monday that the quay would stay shut.",
    '"No crane fell," officials told the Tarn Gazette, but dockers denied it.\n\nThe ferry left at noon.',
    "FOG\n\nAccording to the agency, two boats sank; nobody was hurt.",
    "Yes.",
)
READ = """
import hashlib, sys
sys.path[:0] = {path!r}
import msgspec
from tests.parse.test_parity import TEXTS, parsed
for n in {order!r}:
    print(n, hashlib.sha256(parsed(TEXTS[n])).hexdigest())
"""


def parsed(text: str) -> bytes:
    """The parse of a text, as bytes; each line is a paragraph."""
    at, blocks = 0, []
    for line in text.split("\n"):
        if line:
            blocks.append(Block(span=Span(at, at + len(line)), role="paragraph"))
        at += len(line) + 1
    return msgspec.json.encode(parse(Document(text=text, text_sha256=sha256_of(text), blocks=tuple(blocks))))


def elsewhere(order: list[int]) -> dict[str, str]:
    """Text number to the hash of its parse, read in this order by a process of its own."""
    code = READ.format(path=sys.path, order=order)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return dict(line.split() for line in done.stdout.splitlines())


def test_any_order_gives_the_same_bytes() -> None:
    forwards = [parsed(text) for text in TEXTS]
    backwards = [parsed(text) for text in reversed(TEXTS)]
    assert forwards == backwards[::-1]
    assert all(b'"lemma"' in one for one in forwards)


def test_processes_at_once_give_the_same_bytes() -> None:
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(elsewhere, ([0, 1, 2, 3], [3, 1, 0, 2]))
    assert one == other and len(one) == len(TEXTS)

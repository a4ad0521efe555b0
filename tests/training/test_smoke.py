"""The whole of training on a few sentences of our own: convert, two steps, export, load, parse. Wants torch."""

import gzip
import json
import lzma
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

pytest.importorskip("torch", reason="training wants torch: pip install -e '.[train]'")
pytest.importorskip("onnx", reason="training wants onnx: pip install -e '.[train]'")
pytest.importorskip("safetensors", reason="training wants safetensors: pip install -e '.[train]'")

import torch
from safetensors.torch import save_file

from sayso.core.document import Block, Document, sha256_of
from sayso.core.span import Span
from sayso.parse import parse
from sayso.parse.model import Card, Model
from sayso.parse.pieces import Pieces
from sayso.parse.quotations import quotations
from sayso.parse.tokens import tokens
from sayso.parse.windows import Window, window
from sayso.show.exports.judgements import Review
from training import distil, export, restore, train, vectors
from training.corpora import polnear, universal, worldwide
from training.corpora.examples import Example
from training.model import Sizes, chain, pairwise, partition

# torch's exporter warns of its own future.
pytestmark = pytest.mark.filterwarnings("ignore")

SMALL = partial(Sizes, width=48, inner=64, arc=8, relation=8, link=8, part=8)
SAID = 'The harbour will open in May, mayor Ida Brask said.\n"No crane fell," officials told the Tarn Gazette.'
MARKED = "[t1 The harbour will open], [s1 the mayor] [c1 said].\n\n[s2 Officials] [c2- denied] [t2 it].\n"
ACTS = "[a1 Dockers] [e1:PROTEST.strike/planned will strike] against [r1 the port], but none [e2:ASSAULT/negated was hurt].\n"
TREE = (
    "1 Ida Ida PROPN NNP 3 nsubj|2 Brask Brask PROPN NNP 1 flat|3 closed close VERB VBD 0 root|4 quays quay NOUN NNS 3 obj"
    "|5 . . PUNCT . 3 punct"
)
NAMED = "Ida-B-Person Brask-I-Person left-O Tarn-B-Location .-O"
READ = ("Officials closed the quay.", 'Ida Brask said: "No crane fell in Tarn on 4 May 2031."', "Fog")


def windows() -> list[Window]:
    found = []
    for text in READ:
        whole = Span(0, len(text))
        found.append(window(text, tokens(text), quotations(text, [whole]), Pieces()))
    return found


def packed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write: Callable[[bytes], bytes] = {".xz": lzma.compress, ".gz": gzip.compress}.get(path.suffix, bytes)
    path.write_bytes(write(text.encode("utf-8")))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of each kind, and in `written` articles of ours."""
    folder = tmp_path_factory.mktemp("corpora")
    at = SAID.index
    roles = {"source": [[at("mayor"), at(" said")]], "cue": [[at("said."), at("said.") + 4]], "content": [[0, at(", mayor")]]}
    article = {"id": "quay", "publisher": "tarn", "text": SAID, "attributions": [roles]}
    sentences = [[[s.start, s.end] for s in tokens(SAID, *edges)] for edges in ((0, at("\n")), (at("\n"), len(SAID)))]
    rows = "\n".join("\t".join([*(c := w.split())[:5], "_", *c[5:], "_", "_"]) for w in TREE.split("|"))
    text = " ".join(w.split()[1] for w in TREE.split("|"))
    named = "\n".join("\t".join(w.split("-", 1)) for w in NAMED.split())
    raw = " ".join(w.split("-", 1)[0] for w in NAMED.split())
    for split in ("train", "dev"):
        packed(folder / "polnear" / f"{split}.jsonl.gz", json.dumps(article))
        packed(folder / "polnear" / f"corenlp_tokens_{split}.jsonl.gz", json.dumps({"id": "quay", "sents": sentences}))
        packed(folder / "ud_ewt" / f"en_ewt-ud-{split}.conllu.xz", f"# newdoc id = quay\n# text = {text}\n{rows}\n\n" * 2)
        ending = ".xz" if split == "train" else ""
        packed(folder / "ner_worldwide" / f"en_worldwide-9class.{split}.iob2{ending}", f"# newdoc id = quay\n\n{named}\n")
    packed(folder / "ner_worldwide" / "original_articles.jsonl.xz", json.dumps({"id": "quay", "text": raw}))
    packed(folder / "wikinews" / "wikinews_2019.csv", "title,date,text\n")
    for place in (folder / "written", folder / "written" / "aside"):
        packed(place / "few.txt", MARKED)
    for place in (folder / "written" / "events", folder / "written" / "events" / "aside"):
        packed(place / "few.txt", ACTS)
    span = {"start": 4, "end": 10, "text": "sailed"}
    row = {"trigger": span, "event_type": "RETREAT", "realis": "actual"}
    judged = Review(
        document_id="quay",
        datum_id="1",
        kind="Event",
        verdict="right",
        datum=row,
        made_by="Ida",
        made_at="2031",
        text="All sailed.",
    )
    packed(folder / "judgements.jsonl", msgspec.json.encode(judged).decode())
    return folder


@pytest.fixture(scope="module")
def run(data: Path) -> Iterator[Path]:
    """The folder of a run of two steps over them, from an encoder of chance."""

    def corpora(folder: Path, split: str, everyone: bool) -> list[Example]:
        found = [*polnear.examples(folder / "polnear", split, everyone)]
        found += universal.examples(folder / "ud_ewt", "en_ewt", split)
        return [*found, *worldwide.examples(folder / "ner_worldwide", split)]

    torch.manual_seed(1)
    encoder, out = data / "encoder", data / "runs" / "few"
    encoder.mkdir()
    save_file(published(SMALL(labels={})), encoder / "model.safetensors")
    command = ["train", "--data", data, "--encoder", encoder, "--out", out, "--written", data / "written", "--epochs", "1"]
    command += ["--judged", data / "judgements.jsonl"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(polnear, "COUNTS", {})
        patch.setattr(universal, "COUNTS", {})
        patch.setattr(train, "corpora", corpora)
        patch.setattr(sys, "argv", [*map(str, command), "--most", "2", "--threads", "1"])
        for module in (train, export, restore):
            patch.setattr(module, "Sizes", SMALL)
        train.main()
        yield out


def published(sizes: Sizes) -> dict[str, torch.Tensor]:
    """Weights of chance by BERT's names."""
    width, inner = sizes.width, sizes.inner
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (sizes.vocabulary, width),
        "embeddings.position_embeddings.weight": (sizes.positions, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    for n in range(sizes.layers):
        parts = {f"attention.self.{part}": (width, width) for part in ("query", "key", "value")}
        parts |= {"attention.output.dense": (width, width), "intermediate.dense": (inner, width), "output.dense": (width, inner)}
        parts |= {"attention.output.LayerNorm": (width,), "output.LayerNorm": (width,)}
        for name, shape in parts.items():
            shapes[f"encoder.layer.{n}.{name}.weight"] = shape
            shapes[f"encoder.layer.{n}.{name}.bias"] = shape[:1]
    return {name: torch.randn(shape) * 0.05 for name, shape in shapes.items()}


def exported(run: Path, int8: bool) -> Model:
    out = run / ("int8" if int8 else "float")
    export.export(run, out, "smoke", int8=int8)
    return Model((out / "model.onnx").read_bytes(), msgspec.json.decode((out / "model.json").read_bytes(), type=Card))


def test_a_run_learns_and_what_it_exports_parses(run: Path) -> None:
    state = torch.load(run / "checkpoint.pt", weights_only=True)
    assert {"VERB", "PROPN"} <= set(state["labels"]["upos"]) and "B-PER" in state["labels"]["entities"]
    begun = published(SMALL(labels={}))["embeddings.word_embeddings.weight"]
    assert state["network"]["encoder.words.weight"].shape == begun.shape
    text = READ[1]
    document = Document(text=text, text_sha256=sha256_of(text), blocks=(Block(span=Span(0, len(text)), role="paragraph"),))
    read = parse(document, exported(run, int8=True))
    assert [token.text for token in read.tokens] == [span.of(text) for span in tokens(text)]
    assert {token.upos for token in read.tokens} <= set(state["labels"]["upos"])
    assert read.acts and {act.event_type for act in read.acts} <= set(state["labels"]["types"]) - {"O"}


def test_a_run_that_ended_is_not_begun_again(run: Path, data: Path) -> None:
    before = (run / "checkpoint.pt").read_bytes()
    train.main()
    assert torch.load(run / "resume.pt", weights_only=True)["step"] == 2
    assert (run / "checkpoint.pt").read_bytes() == before


def test_the_graph_gives_what_the_network_gives(run: Path) -> None:
    model = exported(run, int8=False)
    network, _ = export.load(run)
    for one in windows():
        arrays = (one.pieces, one.shapes, one.places, one.first, one.last)
        with torch.no_grad():
            expected = network(*(torch.from_numpy(array)[None] for array in arrays), torch.zeros(1, 1, 1, len(one.pieces)))
        every = np.arange(len(one.first))
        found = model.scores(one, every)
        np.testing.assert_array_equal(model.scores(one)["pairs"], found["pairs"][:0])
        np.testing.assert_allclose(model.scores(one, every[::-2])["pairs"], found["pairs"][::-2], rtol=1e-4, atol=1e-5)
        found["links"] = (found["links"] @ found.pop("linked").T).transpose(0, 2, 1)
        for head, scores in found.items():
            np.testing.assert_allclose(scores, expected[head][0].numpy(), rtol=1e-3, atol=1e-4, err_msg=head)


def test_int8_stays_near(run: Path) -> None:
    whole, small = exported(run, int8=False), exported(run, int8=True)
    for one in windows():
        every = np.arange(len(one.first))
        scores: dict[str, Any] = small.scores(one, every)
        for head, expected in whole.scores(one, every).items():
            assert np.abs(scores[head] - expected).max() < 0.5, head


def test_a_graph_that_ships_is_a_run_to_begin_with(run: Path) -> None:
    exported(run, int8=True)
    assert restore.restore(run / "int8", run / "again") == ["parts"]
    (network, labels), (again, same) = export.load(run), export.load(run / "again")
    assert labels == same
    theirs = again.state_dict()
    for name, weights in network.state_dict().items():
        if not name.startswith("parts."):  # the graph leaves it out
            apart = (theirs[name] - weights).abs().max()
            assert apart <= 0.02 * weights.abs().max() + 1e-4, name


def test_a_network_is_taught_by_others(run: Path, data: Path) -> None:
    out = data / "runs" / "taught"
    given = [*sys.argv[: sys.argv.index("--out") + 1], str(out), *sys.argv[sys.argv.index("--out") + 2 :]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [*given, "--start", str(run), "--teachers", str(run), str(run), "--most", "4"])
        train.main()
    before, after = (torch.load(one / "checkpoint.pt", weights_only=True) for one in (run, out))
    assert before["labels"] == after["labels"]
    assert not torch.equal(before["network"]["tags.types.weight"], after["network"]["tags.types.weight"])


def test_vectors_are_taught_and_nothing_else(run: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = data / "runs" / "vectors"
    command = ["vectors", "--run", run, "--data", data, "--encoder", data / "encoder", "--out", out, "--epochs", "3"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [*map(str, command), "--rate", "0.02"])
        patch.setattr(vectors, "SIZE", 1)
        vectors.main()
    near = [float(line.split()[3]) for line in capsys.readouterr().out.splitlines() if line.startswith("epoch")]
    assert len(near) == 3 and near[-1] > near[0]
    before, after = (torch.load(one / "checkpoint.pt", weights_only=True)["network"] for one in (run, out))
    assert before.keys() == after.keys()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed and all(name.startswith("vector.") for name in changed)


def test_a_network_that_says_what_its_teachers_say_has_nothing_to_learn(run: Path) -> None:
    """The gradient of the loss is nought where a network and its teachers agree."""
    network, _ = export.load(run)
    one = windows()[1]
    batch = {name: torch.from_numpy(getattr(one, name))[None] for name in ("pieces", "shapes", "places", "first", "last")}
    batch["mask"] = torch.zeros(1, 1, 1, len(one.pieces))
    batch["real"] = torch.ones(1, len(one.first), dtype=torch.bool)
    batch["own"] = torch.zeros(1, len(one.first), dtype=torch.long)
    out = train.run(network, batch, distil.HEADS)
    with torch.no_grad():
        same = train.run(network, batch, distil.HEADS)
    found = distil.taught_losses(out, [same, same], batch, network, [network, network])
    assert {"flat", "entities", "arcs", "deprel", "types", "lemma"} <= set(found)
    sum(found.values()).backward()
    assert max(p.grad.abs().max() for p in network.parameters() if p.grad is not None) < 1e-5


def test_partition_sums_over_all_paths() -> None:
    emissions, transitions = torch.randn(1, 4, 3), torch.randn(5, 5)
    paths = torch.cartesian_prod(*[torch.arange(3)] * 4)
    first, steps, last = chain(emissions, transitions, torch.ones(1, 4, dtype=torch.bool))
    scores = first[0, paths[:, 0]] + last[0, paths[:, 3]]
    for t in range(3):
        scores = scores + steps[0, t, paths[:, t], paths[:, t + 1]]
    assert partition(first, steps, last)[0] == pytest.approx(float(scores.logsumexp(0)), abs=1e-4)
    assert pairwise(first, steps, last)[0] == pytest.approx(float(scores.logsumexp(0)), abs=1e-4)

"""What the benchmark of throughput makes and reads; no clock is tested."""

from benchmarks import tables
from benchmarks.harness import Figure, Frozen
from benchmarks.throughput import pages

TALKS = (
    "Talks in Tarn",
    "In Tarn, the mayor Vell of Port Olu spoke to Ida Moss.\n\nThe envoy Brask and the mayor Vell left & slept.",
)


def test_an_article_that_comes_again_tells_of_others() -> None:
    first, again = pages([TALKS], 2)
    assert first.count("<p>") == again.count("<p>") == 2 and "&amp;" in first
    assert "the mayor Vell of Port Olu" in first
    assert first != again
    name = again.partition("the mayor ")[2].split()[0]
    assert again.count(f"the mayor {name}") == 2  # one for the same one


def test_pages_have_days() -> None:
    made = list(pages([TALKS], 28))
    assert 'content="2020-01-01"' in made[26] and 'content="2020-01-02"' in made[27]
    assert list(pages([TALKS], 28)) == made


def test_the_table_tells_what_was_read_and_how_long_it_took() -> None:
    values = {
        "minutes": 12.5,
        "process_minutes": 20.25,
        "stories_minutes": 0.5,
        "peak_memory_mb": 700,
        "record_mb": 250,
        "load_before": 0.1,
    }
    made = {"articles": 10_000, "processes": 2}
    one = Frozen(
        task="throughput", split="news", data="news", system="sayso", sayso="1", weights=None, date="2026-04-01", machine="m",
        command="c", counts=made, figures={name: Figure(value=value) for name, value in values.items()},
    )  # fmt: skip
    (table,) = tables._throughput([one])
    assert "10,000 articles made from news, 2 processes | 12.5 | 20.2 | 0.5 | 700 | 250 | 0.1 |" in table
    assert tables._throughput([]) == []

"""What the benchmark of throughput makes and reads; no clock is tested."""

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

"""Builds src/sayso/lexicon/data/en/frequencies.tsv: in how many of 10,000 news texts a word stands.

    python tools/frequencies.py DATA

DATA holds the corpora as they were published: the leads of stories/neus_train, the articles of stories/ecb_train, those of
ner_worldwide that are trained on, and wikinews. Of each text the first 150 words count, so that long ones weigh no more than
short ones. Only counts are kept, and only of words that at least four texts share.
"""

import csv
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.lexicon.frequencies import TABLE, words

FIRST, LEAST, PER = 150, 4, 10_000
TARGET = Path(__file__).resolve().parent.parent / "src" / "sayso" / "lexicon" / "data" / TABLE


def texts(data: Path) -> Iterator[str]:
    for name in ("neus_train", "ecb_train"):
        with lzma.open(data / "stories" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as file:
            for line in file:
                article = json.loads(line)
                yield f"{article['title']}\n{article['text']}"
    listed = (data / "ner_worldwide" / "train.files").read_text(encoding="utf-8").splitlines()
    trained = {line.split("\t")[0].removesuffix(".txt.tsv") for line in listed}
    with lzma.open(data / "ner_worldwide" / "original_articles.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            article = json.loads(line)
            if article["id"] in trained:
                yield article["text"]
    with (data / "wikinews" / "wikinews_2019.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield f"{row['title']}\n{row['text']}"


def main() -> None:
    number, counts = 0, Counter[str]()
    for text in texts(Path(sys.argv[1])):
        number += 1
        counts.update({word for word, _ in words(text, 0, len(text))[:FIRST]})
    shared = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    head = (
        f"# In how many of {PER:,} news texts a word stands, counted over the first {FIRST} words of {number:,} texts by "
        "tools/frequencies.py.\n# Words that fewer than four of them share are not listed. Made from counts alone; no text.\n"
    )
    rows = "".join(f"{word}\t{count * PER / number:.1f}\n" for word, count in shared)
    TARGET.write_text(f"{head}word\ttexts\n{rows}", encoding="utf-8")
    print(f"{len(shared)} words of {number} texts")


if __name__ == "__main__":
    main()

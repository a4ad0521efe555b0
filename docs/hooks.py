"""What MkDocs does to a page: links that lead out of docs/, to files of the repository, become their words alone."""

import re
from pathlib import Path
from typing import Any

LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<target>[^)\s]+)\)")


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    docs = Path(config.docs_dir).resolve()
    folder = (docs / page.file.src_uri).parent

    def inside(link: re.Match[str]) -> str:
        target = link["target"].split("#")[0]
        return link[0] if "://" in target or (folder / target).resolve().is_relative_to(docs) else link["words"]

    return LINK.sub(inside, markdown)

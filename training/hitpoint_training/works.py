"""Which files belong to one work: movements of a symphony, songs of a cycle, versions of a game track."""

from __future__ import annotations

import re
from pathlib import PurePosixPath


def work_of(set_name: str, path: str) -> str:
    """A name shared by all files of a work, read from the naming scheme of the data set; a file alone is its own work.

    A collection (the studies of one opus, a song cycle) counts as one work: its pieces share material and style.
    """
    stem = PurePosixPath(path).stem
    parts = stem.split("__")
    if set_name in ("openscore_orchestra", "openscore_quartets", "openscore_lieder", "mutopia") and len(parts) > 1:
        collection = parts[1] or "__".join(parts[2:])  # a song outside any cycle has an empty second part
        return f"{set_name}/{parts[0]}/{collection}"
    if set_name == "classicalpianomidi":
        opus = re.sub(r"[-_]?\d+[a-z]?$", "", stem)
        return f"{set_name}/{PurePosixPath(path).parent.name}/{opus}"
    if set_name == "freedoom":
        return f"{set_name}/{parts[-1]}"  # released_history/v0.12.1__d_dm03 is a version of d_dm03
    return f"{set_name}/{stem}"

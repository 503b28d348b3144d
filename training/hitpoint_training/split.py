"""Train, validation and test parts by work, across data sets: near duplicates never fall into different parts."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHINGLE = 14  # intervals
SHARED = 0.15  # share of the smaller set of shingles that makes two files the same work
COMMON = 30  # shingles in more files than this say nothing (scales, repeated notes)
PARTS = (("valid", 0.04), ("test", 0.04))


def skyline_shingles(onset: np.ndarray, pitch: np.ndarray) -> np.ndarray:
    """Hashes of all runs of 14 intervals of the highest notes (drums left out by the caller)."""
    order = np.lexsort((-pitch, onset))
    first = np.unique(onset[order], return_index=True)[1]
    intervals = np.diff(pitch[order][first]).clip(-30, 30) + 31
    if len(intervals) < SHINGLE:
        return np.zeros(0, np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(intervals.astype(np.uint64), SHINGLE)
    powers = np.uint64(1_000_003) ** np.arange(SHINGLE, dtype=np.uint64)
    varied = (np.abs(np.diff(windows.astype(np.int64), axis=1)) > 0).sum(1) >= 4
    return np.unique((windows * powers).sum(1, dtype=np.uint64)[varied])


@dataclass
class Grouping:
    """Group number per file, the pairs of files that share notes, and those of them whose names did not say so."""

    groups: list[int]
    near_duplicates: int
    across_names: int


def group_works(keys: list[str], shingles: list[np.ndarray], works: list[str]) -> Grouping:
    """Joins files of one work (same name), with the same content key, or sharing more than 15 % of their shingles.

    Joined transitively: two movements stay together when a copy of one of them in another set does not know the other.
    """
    parent = list(range(len(keys)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[str, int] = {}
    holders: dict[int, list[int]] = defaultdict(list)
    for index, (key, work, hashes) in enumerate(zip(keys, works, shingles)):
        for name in (f"key {key}", f"work {work}"):
            parent[root(index)] = root(first.setdefault(name, index))
        for value in hashes.tolist():
            holders[value].append(index)
    shared: Counter = Counter()
    for files in holders.values():
        if 2 <= len(files) <= COMMON:
            shared.update((a, b) for i, a in enumerate(files) for b in files[i + 1:])
    pairs = [(a, b) for (a, b), count in shared.items() if count > SHARED * min(len(shingles[a]), len(shingles[b]))]
    for a, b in pairs:
        parent[root(a)] = root(b)
    return Grouping([root(index) for index in range(len(keys))], len(pairs), sum(works[a] != works[b] for a, b in pairs))


def assign_parts(keys: list[str], groups: list[int]) -> list[str]:
    """Part per file: a hash of the group's smallest content key decides, so that adding files moves nothing else."""
    smallest: dict[int, str] = {}
    for key, group in zip(keys, groups):
        smallest[group] = min(key, smallest.get(group, key))
    parts = []
    for group in groups:
        number = int(hashlib.sha1(smallest[group].encode()).hexdigest()[:8], 16) / 16**8
        part, edge = "train", 0.0
        for name, share in PARTS:
            edge += share
            if number < edge:
                part = name
                break
        parts.append(part)
    return parts


def write_split(path: Path, keys: list[str], groups: list[int], parts: list[str]) -> None:
    """training/split.csv: content key, group and part of every file, without names or paths."""
    lines = sorted({(key, keys[group], part) for key, group, part in zip(keys, groups, parts)})
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("sha1_16", "work", "part"))
        writer.writerows(lines)


def read_split(path: Path) -> dict[str, str]:
    """Content key -> part."""
    with path.open(newline="") as file:
        return {row["sha1_16"]: row["part"] for row in csv.DictReader(file)}

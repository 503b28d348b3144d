"""Reads what bench/cuts/trainingData.ts wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CLASSES = ("none", "cut", "dissolve", "wipe", "dip", "fadeOut", "fadeIn")


@dataclass(frozen=True)
class Film:
    """One film: inputs [steps, inputs] and labels [steps]."""

    seed: int
    material: str
    inputs: np.ndarray
    labels: np.ndarray


def read_films(folder: Path) -> tuple[list[str], list[Film]]:
    """Input names, and all films of a folder; the arrays stay on disk until they are used."""
    index = json.loads((folder / "index.json").read_text())
    names = index["inputNames"]
    labels = np.memmap(folder / "labels.u8", np.uint8, "r")
    inputs = np.memmap(folder / "inputs.f32", "<f4", "r", shape=(len(labels), len(names)))
    films = []
    for entry in index["films"]:
        steps = slice(entry["first"], entry["first"] + entry["steps"])
        films.append(Film(entry["seed"], entry["material"], inputs[steps], labels[steps]))
    return names, films


def split_films(films: list[Film]) -> tuple[list[Film], list[Film]]:
    """Training and validation films: every eighth film of each material validates (all seeds are tuning seeds)."""
    validation = [film for film in films if (film.seed // 16) % 8 == 7]
    training = [film for film in films if (film.seed // 16) % 8 != 7]
    return training, validation


def moments(films: list[Film]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of every input."""
    rows = np.concatenate([film.inputs for film in films])
    return rows.mean(0), np.maximum(rows.std(0), 1e-3)


class Windows:
    """Random windows of equal length; a film that is shorter is repeated at its end with labels left out (-1)."""

    def __init__(self, films: list[Film], length: int, seed: int):
        self.films = [(np.asarray(film.inputs), film.labels.astype(np.int64)) for film in films]
        self.length = length
        self.random = np.random.default_rng(seed)
        sizes = np.array([len(labels) for _, labels in self.films], dtype=np.float64)
        self.shares = sizes / sizes.sum()

    def batch(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Inputs [size, length, inputs] and labels [size, length]."""
        picked = self.random.choice(len(self.films), size, p=self.shares)
        windows = [self._window(*self.films[film]) for film in picked]
        return np.stack([inputs for inputs, _ in windows]), np.stack([labels for _, labels in windows])

    def _window(self, inputs: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        missing = self.length - len(labels)
        if missing > 0:
            inputs = np.concatenate([inputs, np.repeat(inputs[-1:], missing, 0)])
            labels = np.concatenate([labels, np.full(missing, -1)])
        start = self.random.integers(0, len(labels) - self.length + 1)
        return inputs[start:start + self.length], labels[start:start + self.length]

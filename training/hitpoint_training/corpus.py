"""The packed corpus (corpus.npz of the work folder, or shards) and how often each data set is drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .prefixes import bar_features
from .shards import read_shards

# Share of draws relative to a set's events (docs/score.md of the plan: table of sets). mutopia: ensembles, piano.
SET_WEIGHTS = {"openscore_orchestra": 4.0, "freedoom": 6.0, "simutrans": 6.0, "openmsx": 6.0, "easyrpg_rtp": 6.0,
               "openscore_quartets": 1.0, "openscore_lieder": 0.5, "pop909": 0.75, "classicalpianomidi": 0.5,
               "nottingham": 0.1, "giantmidi_sample": 0.5}
MUTOPIA_ENSEMBLE, MUTOPIA_PIANO = 3.0, 0.5
PARTS = ("train", "valid", "test")


def read_packed(work: Path) -> tuple[dict[str, np.ndarray], dict]:
    """Arrays and report that `prepare` wrote."""
    with np.load(work / "corpus.npz") as file:
        return {name: file[name] for name in file.files}, json.loads((work / "corpus.json").read_text())


@dataclass
class Piece:
    """Views into the corpus for one piece; see prepare.pack for the columns."""

    placed: np.ndarray
    bar_lengths: np.ndarray
    beat_lengths: np.ndarray
    counts: np.ndarray
    tonic: np.ndarray
    mode: np.ndarray
    section: np.ndarray
    valence: np.ndarray
    arousal: np.ndarray
    tempo_steps: np.ndarray
    tempo_bpm: np.ndarray
    set: int
    ensemble: int
    velocity_masked: bool
    tempo_known: bool


class Corpus:
    """All pieces of the packed file.

    clean_for: content keys that an earlier network did not train on; when given, the held-out parts shrink to them, so
    that a network that starts from the earlier one is measured on music that neither has seen.
    """

    def __init__(self, work: Path, shards: Path | None = None, clean_for: frozenset[str] | None = None):
        self.arrays, self.report = read_shards(shards) if shards else read_packed(work)
        self.sets: list[str] = self.report["sets"]
        self.clean = None if clean_for is None else np.array([f"{key:016x}" in clean_for for key in self.arrays["key"]])
        self._features: dict[int, np.ndarray] = {}

    def piece(self, index: int) -> Piece:
        """One piece by number."""
        a = self.arrays

        def view(name: str, kind: str) -> np.ndarray:
            return a[name][a[f"{kind}_offset"][index]:a[f"{kind}_offset"][index + 1]]

        bars = {name: view(name, "bar") for name in ("bar_lengths", "beat_lengths", "counts", "tonic", "mode",
                                                     "section", "valence", "arousal")}
        return Piece(placed=view("placed", "event"),
                     tempo_steps=view("tempo_steps", "tempo"), tempo_bpm=view("tempo_bpm", "tempo"), **bars,
                     set=int(a["set"][index]), ensemble=int(a["ensemble"][index]),
                     velocity_masked=bool(a["velocity_masked"][index]), tempo_known=bool(a["tempo_known"][index]))

    def members(self, part: str) -> np.ndarray:
        """Piece numbers of a part."""
        chosen = self.arrays["part"] == PARTS.index(part)
        return np.flatnonzero(chosen if part == "train" or self.clean is None else chosen & self.clean)

    def features(self, index: int) -> np.ndarray:
        """`prefixes.bar_features` of a piece, remembered."""
        if index not in self._features:
            self._features[index] = bar_features(self.piece(index))
        return self._features[index]

    def lengths(self) -> np.ndarray:
        """Events per piece."""
        return np.diff(self.arrays["event_offset"])

    def set_weight(self, index: int) -> float:
        """Share of draws per event of a piece, before anything else (the table above)."""
        name = self.sets[self.arrays["set"][index]]
        if name == "mutopia":
            return MUTOPIA_PIANO if self.arrays["ensemble"][index] == 1 else MUTOPIA_ENSEMBLE
        return SET_WEIGHTS.get(name, 1.0)

    def weights(self, members: np.ndarray) -> np.ndarray:
        """Drawing probability per piece: set weight times events."""
        weight = np.array([self.set_weight(index) for index in members]) * self.lengths()[members]
        return weight / weight.sum()

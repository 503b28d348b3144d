"""The packed corpus (training/work/corpus.npz) and how often each data set is drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Share of draws relative to a set's events (docs/score.md of the plan: table of sets). mutopia: ensembles, piano.
SET_WEIGHTS = {"openscore_orchestra": 4.0, "freedoom": 6.0, "simutrans": 6.0, "openmsx": 6.0, "easyrpg_rtp": 6.0,
               "openscore_quartets": 1.0, "openscore_lieder": 0.5, "pop909": 0.75, "classicalpianomidi": 0.5,
               "nottingham": 0.1, "giantmidi_sample": 0.5}
MUTOPIA_ENSEMBLE, MUTOPIA_PIANO = 3.0, 0.5
PARTS = ("train", "valid", "test")


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
    boundaries: np.ndarray
    tempo_steps: np.ndarray
    tempo_bpm: np.ndarray
    set: int
    ensemble: int
    velocity_masked: bool
    tempo_known: bool


class Corpus:
    """All pieces of the packed file."""

    def __init__(self, work: Path):
        with np.load(work / "corpus.npz") as file:
            self.arrays = {name: file[name] for name in file.files}
        self.report = json.loads((work / "corpus.json").read_text())
        self.sets: list[str] = self.report["sets"]

    def piece(self, index: int) -> Piece:
        """One piece by number."""
        a = self.arrays

        def view(name: str, kind: str) -> np.ndarray:
            return a[name][a[f"{kind}_offset"][index]:a[f"{kind}_offset"][index + 1]]

        bars = {name: view(name, "bar") for name in ("bar_lengths", "beat_lengths", "counts", "tonic", "mode",
                                                     "section", "valence", "arousal")}
        return Piece(placed=view("placed", "event"), boundaries=view("boundaries", "boundary"),
                     tempo_steps=view("tempo_steps", "tempo"), tempo_bpm=view("tempo_bpm", "tempo"), **bars,
                     set=int(a["set"][index]), ensemble=int(a["ensemble"][index]),
                     velocity_masked=bool(a["velocity_masked"][index]), tempo_known=bool(a["tempo_known"][index]))

    def members(self, part: str) -> np.ndarray:
        """Piece numbers of a part."""
        return np.flatnonzero(self.arrays["part"] == PARTS.index(part))

    def lengths(self) -> np.ndarray:
        """Events per piece."""
        return np.diff(self.arrays["event_offset"])

    def weights(self, members: np.ndarray) -> np.ndarray:
        """Drawing probability per piece: set weight times events."""
        weight = np.empty(len(members))
        for row, index in enumerate(members):
            name = self.sets[self.arrays["set"][index]]
            if name == "mutopia":
                weight[row] = MUTOPIA_PIANO if self.arrays["ensemble"][index] == 1 else MUTOPIA_ENSEMBLE
            else:
                weight[row] = SET_WEIGHTS.get(name, 1.0)
        weight *= self.lengths()[members]
        return weight / weight.sum()

"""Pieces as JSON lines, the form in which bench/composer hands composed music to Python and takes held-out music back.

One line: {"id", "barLengths": [steps], "tempo": [[step, bpm]], "notes": [[onset, duration, family, pitch, velocity]]},
with onset and duration in grid steps (E1); further entries are kept in `facts`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .conditioning import TempoMap
from .grid import GridPiece


@dataclass
class Line:
    """A piece and what else its line said."""

    id: str
    piece: GridPiece
    facts: dict = field(default_factory=dict)


def piece_of(entry: dict) -> GridPiece:
    """The piece of one parsed line, notes sorted by onset. Raises ValueError when it holds no notes."""
    table = np.array(sorted(entry["notes"]), dtype=np.int64).reshape(-1, 5)
    if len(table) == 0:
        raise ValueError(f"no notes in {entry['id']}")
    onset, duration, family, pitch, velocity = table.T
    bars = np.array(entry["barLengths"], dtype=np.int64)
    steps, bpm = zip(*entry["tempo"])
    return GridPiece(onset, duration, onset + duration, pitch, velocity, family, bars, np.full(len(bars), 24),
                     TempoMap(list(steps), list(bpm)), True)


def read_lines(path: Path) -> list[Line]:
    """All pieces of a file that have notes."""
    lines = []
    for text in path.read_text().splitlines():
        entry = json.loads(text)
        if entry["notes"]:
            rest = {name: value for name, value in entry.items() if name not in ("id", "notes", "barLengths", "tempo")}
            lines.append(Line(entry["id"], piece_of(entry), rest))
    return lines


def line_of(name: str, piece: GridPiece, **facts) -> str:
    """A piece as one line."""
    notes = np.column_stack((piece.onset, piece.duration, piece.family, piece.pitch, piece.velocity)).tolist()
    tempo = [[int(step), float(bpm)] for step, bpm in zip(piece.tempo.steps, piece.tempo.bpm)]
    return json.dumps({"id": name, "barLengths": piece.bar_lengths.tolist(), "tempo": tempo, "notes": notes, **facts},
                      separators=(",", ":"))

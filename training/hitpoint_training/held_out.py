"""Real music that no gradient saw, as excerpts for bench/composer.

    python -m hitpoint_training.held_out --data PATH --out excerpts.jsonl [--seconds 40] [--wanted 40]

Reads the MIDI files of the validation and test parts (training/split.csv) under `--data`/midi that no earlier model, whose
weights a later one may start from, was trained with (split-*-held-out.csv).
"""

from __future__ import annotations

import argparse
import zlib
from pathlib import Path

import numpy as np

from . import vocabulary as v
from .cleaning import reason_to_drop
from .grid import GridPiece, to_grid
from .piece_lines import line_of
from .prepare import PERFORMED, SPLIT_FILE, ensemble_of, read_manifest
from .read_midi import BROKEN, read_midi
from .split import read_split

EXCLUDE = ("giantmidi_sample", "openmsx", "nottingham")
MOST_PER_PIECE = 8  # classes with few pieces give several excerpts of each


def read_piece(path: str, set_name: str) -> GridPiece | None:
    """A file on the grid as training reads it; None when training would not use it."""
    try:
        midi = read_midi(Path(path))
        if set_name == "pop909":
            midi.family[midi.channel == 0] = v.FAMILIES.index("lead")
        piece = to_grid(midi, set_name)
    except BROKEN:
        return None
    return piece if reason_to_drop(piece, set_name in PERFORMED) is None else None


def parts_of(split: Path = SPLIT_FILE) -> dict[str, str]:
    """Content key -> part, where what an earlier model was trained with counts as trained.

    A model may start from an earlier one's weights: only what every split-*-held-out.csv names is held out.
    """
    parts = read_split(split)
    for path in split.parent.glob("split-*-held-out.csv"):
        earlier = read_split(path)
        parts |= {key: "train" for key in parts if key not in earlier}
    return parts


def files_of(data: Path, *wanted: str) -> list[tuple[str, str, str]]:
    """(path, set, content key) of the files of these parts that may train the shipped model."""
    parts = parts_of()
    return [task for task in read_manifest(data, EXCLUDE) if parts.get(task[2]) in wanted]


def cut_bars(piece: GridPiece, first: int, last: int) -> GridPiece:
    """The notes that begin in bars [first, last), from step 0 on."""
    starts = np.append(piece.bar_starts, piece.bar_starts[-1] + piece.bar_lengths[-1])
    low, high = int(starts[first]), int(starts[last])
    inside = (piece.onset >= low) & (piece.onset < high)
    arrays = [a[inside] for a in (piece.onset - low, piece.duration, piece.held - low, piece.pitch, piece.velocity,
                                  piece.family)]
    changes = [(max(0, int(step) - low), float(bpm)) for step, bpm in zip(piece.tempo.steps, piece.tempo.bpm)
               if step < high]
    tempo = dict(changes)  # of several changes at or before the cut the last one counts
    return GridPiece(*arrays, piece.bar_lengths[first:last], piece.beat_lengths[first:last],
                     type(piece.tempo)(list(tempo), list(tempo.values())), piece.tempo_known)


def excerpt(piece: GridPiece, seconds: float, rng: np.random.Generator) -> GridPiece | None:
    """Whole bars of about `seconds` from anywhere in the piece; None when it is shorter or has no tempo."""
    edges = np.append(piece.bar_starts, piece.bar_starts[-1] + piece.bar_lengths[-1])
    times = piece.tempo.seconds(edges)
    if not piece.tempo_known or times[-1] < seconds:
        return None
    latest = int(np.searchsorted(times, times[-1] - seconds, side="right"))
    first = int(rng.integers(0, max(1, latest)))
    last = max(first + 1, int(np.searchsorted(times, times[first] + seconds)))
    part = cut_bars(piece, first, min(last, len(piece.bar_lengths)))
    return part if len(part.onset) >= 8 else None


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds midi/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--wanted", type=int, default=40, help="most excerpts of an ensemble class")
    options = parser.parse_args()
    found: dict[int, list[tuple[int, str]]] = {}
    for path, set_name, key in sorted(files_of(options.data, "test", "valid"), key=lambda task: task[2]):
        piece = read_piece(path, set_name)
        if piece is None:
            continue
        ensemble = ensemble_of(np.bincount(piece.family, minlength=12), set_name)
        rng = np.random.default_rng(zlib.crc32(key.encode()))
        for number in range(MOST_PER_PIECE):
            part = excerpt(piece, options.seconds, rng)
            if part is not None:
                facts = {"ensemble": v.ENSEMBLES[ensemble], "set": set_name, "turn": number}
                found.setdefault(ensemble, []).append((number, line_of(f"{key}-{number}", part, **facts)))
    with options.out.open("w") as file:
        for lines in found.values():
            # First one excerpt of every piece, then second ones
            for _, line in sorted(lines, key=lambda pair: pair[0])[:options.wanted]:
                file.write(line + "\n")


if __name__ == "__main__":
    main()

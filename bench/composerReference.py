"""Held-out real music for bench/composerReference.ts: one JSON line per excerpt of about a minute.

    cd training && python ../bench/composerReference.py [PER_ENSEMBLE] > heldOut.jsonl

Reads training/work/corpus.npz (python -m hitpoint_training prepare). Only the test part is used.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

TRAINING = Path(__file__).resolve().parent.parent / "training"
sys.path.insert(0, str(TRAINING))

from hitpoint_training import vocabulary as v  # noqa: E402
from hitpoint_training.conditioning import TempoMap  # noqa: E402
from hitpoint_training.corpus import Corpus, Piece  # noqa: E402
from hitpoint_training.events import P_BAR, encode  # noqa: E402

EXCERPT_SECONDS = 60.0
MOST_PER_PIECE = 6  # classes with few pieces give several excerpts of each


def excerpt(piece: Piece, rng: np.random.Generator) -> dict | None:
    """Whole bars of about a minute from anywhere in the piece; None when the piece is too short or has no tempo."""
    tempo = TempoMap(piece.tempo_steps, piece.tempo_bpm)
    starts = np.concatenate(([0], np.cumsum(piece.bar_lengths.astype(np.int64))))
    times = tempo.seconds(starts)
    if not piece.tempo_known or times[-1] < EXCERPT_SECONDS / 2:
        return None
    latest = int(np.searchsorted(times, max(0.0, times[-1] - EXCERPT_SECONDS), side="right"))
    first = int(rng.integers(0, max(1, latest)))
    last = int(np.searchsorted(times, times[first] + EXCERPT_SECONDS, side="right"))
    last = max(first + 1, min(last, len(piece.bar_lengths)))
    inside = (piece.placed[:, P_BAR] >= first) & (piece.placed[:, P_BAR] < last)
    rows, _, _ = encode(piece.placed[inside], piece.bar_lengths)
    return {"ensemble": v.ENSEMBLES[piece.ensemble], "barLengths": piece.bar_lengths[first:last].tolist(),
            "seconds": float(times[last] - times[first]), "rows": rows.tolist()}


def main() -> None:
    """Print up to the wanted number of excerpts per ensemble class."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    corpus, rng = Corpus(TRAINING / "work"), np.random.default_rng(3)
    found: dict[str, int] = {}
    for _ in range(MOST_PER_PIECE):
        for index in rng.permutation(corpus.members("test")):
            name = v.ENSEMBLES[corpus.piece(int(index)).ensemble]
            if found.get(name, 0) >= wanted:
                continue
            line = excerpt(corpus.piece(int(index)), rng)
            if line is not None:
                found[name] = found.get(name, 0) + 1
                print(json.dumps(line, separators=(",", ":")))


if __name__ == "__main__":
    main()

"""What keeps a file out of the corpus: too short, mostly silent, off its own beat, or the same notes as another file."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np

from .grid import GridPiece

MIN_BARS, MAX_BARS, MIN_NOTES = 4, 4000, 40
MOST_EMPTY = 0.4  # share of bars without any onset
LEAST_ON_BEAT = 0.55  # share of onsets on eighths or sixths of a beat; onsets anywhere would give 0.5


def on_beat_share(piece: GridPiece) -> float:
    """Share of onsets on an eighth or a sixth of a quarter note, half of the 24 steps."""
    return float(((piece.onset % 3 == 0) | (piece.onset % 4 == 0)).mean())


def empty_share(piece: GridPiece) -> float:
    """Share of bars in which no note begins."""
    bars = np.searchsorted(piece.bar_starts, piece.onset, side="right") - 1
    return 1 - len(np.unique(bars)) / len(piece.bar_lengths)


def reason_to_drop(piece: GridPiece, performed: bool) -> str | None:
    """Why a piece cannot be used, or None. Performed piano is not asked to sit on the beat."""
    if len(piece.onset) < MIN_NOTES or len(piece.bar_lengths) < MIN_BARS:
        return "short"
    if len(piece.bar_lengths) > MAX_BARS:
        return "tooManyBars"
    if empty_share(piece) > MOST_EMPTY:
        return "silence"
    if not performed and on_beat_share(piece) < LEAST_ON_BEAT:
        return "brokenMetre"
    return None


def content_hash(piece: GridPiece) -> str:
    """The same for two files with the same notes at the same places, whatever their tempo, velocities and programs."""
    return hashlib.sha1(np.column_stack((piece.onset, piece.pitch, piece.duration)).astype("<i4").tobytes()).hexdigest()


def drop_duplicates(pieces: list[dict], reasons: Counter) -> list[dict]:
    """The first piece of every content hash; counts the others in `reasons`."""
    seen: set[str] = set()
    kept = []
    for piece in pieces:
        if piece["content"] in seen:
            reasons["duplicate"] += 1
            continue
        seen.add(piece["content"])
        kept.append(piece)
    return kept

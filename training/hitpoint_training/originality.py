"""How much of a piece stands in the training music: longest interval-and-rhythm match and shared n-grams.

    python -m hitpoint_training.originality --data PATH --pieces pieces.jsonl --out originality.json --work FOLDER

A line is the highest notes of one family of a piece (drums left out). Its tokens are pairs of an interval in semitones and
the time from onset to onset in grid steps, so that neither key nor tempo hides a copy. A run counts only when it holds at
least four different tokens: repeated notes and scales are nobody's. Training lines are those of every file of the train
part (training/split.csv) under `--data`/midi; they are read once into FOLDER/lines.npz (minutes).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from . import vocabulary as v
from .grid import GridPiece
from .held_out import files_of, parts_of, read_piece
from .piece_lines import read_lines

SHORTEST, LONGEST = 5, 64  # tokens of a match
NGRAMS = (8, 12)
LEAST_DIFFERENT = 4  # tokens
LONGEST_GAP = 192  # steps; a longer rest counts as this
GAP_BREAK = np.uint32(0)  # between lines; matches nothing
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that powers keep all bits


def line_tokens(onset: np.ndarray, pitch: np.ndarray) -> np.ndarray:
    """Tokens (1..) of the highest notes at each onset."""
    order = np.lexsort((-pitch, onset))
    onset, pitch = onset[order], pitch[order]
    first = np.unique(onset, return_index=True)[1]
    intervals = np.diff(pitch[first]).clip(-40, 40) + 40
    gaps = np.diff(onset[first]).clip(1, LONGEST_GAP)
    return (intervals * (LONGEST_GAP + 1) + gaps + 1).astype(np.uint32)


def piece_tokens(piece: GridPiece) -> np.ndarray:
    """The tokens of all lines of a piece, a break after each."""
    parts = []
    for family in np.unique(piece.family):
        mine = piece.family == family
        if family != v.DRUMS and mine.sum() > SHORTEST:
            parts += [line_tokens(piece.onset[mine], piece.pitch[mine]), [GAP_BREAK]]
    return np.concatenate(parts).astype(np.uint32) if parts else np.zeros(0, np.uint32)


def run_hashes(tokens: np.ndarray, length: int) -> np.ndarray:
    """Hash of the run of `length` tokens at every position."""
    count = len(tokens) - length + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    mixed = (tokens.astype(np.uint64) + np.uint64(1)) * MULTIPLIER
    mixed ^= mixed >> np.uint64(29)
    hashes = np.zeros(count, np.uint64)
    for offset in range(length):
        hashes *= MULTIPLIER
        hashes += mixed[offset:offset + count]
    return hashes


def counting_runs(tokens: np.ndarray, length: int) -> np.ndarray:
    """Whether the run at every position counts: no break inside and LEAST_DIFFERENT different tokens."""
    count = len(tokens) - length + 1
    if count <= 0:
        return np.zeros(0, bool)
    last: dict[int, int] = {}
    previous = np.empty(len(tokens), np.int64)  # where the same token stood before
    for index, token in enumerate(tokens.tolist()):
        previous[index] = last.get(token, -1)
        last[token] = index
    different, breaks = np.zeros(count, np.int16), np.zeros(count, bool)
    for offset in range(length):
        different += previous[offset:offset + count] < np.arange(count)
        breaks |= tokens[offset:offset + count] == GAP_BREAK
    return (different >= LEAST_DIFFERENT) & ~breaks


def _tokens_of_file(task: tuple[str, str, str]) -> np.ndarray:
    piece = read_piece(task[0], task[1])
    return piece_tokens(piece) if piece is not None else np.zeros(0, np.uint32)


def training_tokens(data: Path, work: Path) -> np.ndarray:
    """Tokens of all training files; kept in `work` under a hash of their names."""
    trained = sorted(key for key, part in parts_of().items() if part == "train")
    path = work / f"lines-{hashlib.sha256(','.join(trained).encode()).hexdigest()[:12]}.npz"
    if path.exists():
        with np.load(path) as file:
            return file["tokens"]
    work.mkdir(parents=True, exist_ok=True)
    with Pool(2) as pool:
        tokens = np.concatenate(pool.map(_tokens_of_file, files_of(data, "train"), chunksize=16))
    np.savez(path, tokens=tokens)
    return tokens


def compare(training: np.ndarray, pieces: list[np.ndarray]) -> list[dict]:
    """For each piece of tokens: the longest match with the training lines, and the share of its n-grams found there."""
    answers: list[dict] = [{"longest": 0} for _ in pieces]
    for length in range(SHORTEST, LONGEST + 1):
        library = np.unique(run_hashes(training, length))
        matched = False
        for answer, tokens in zip(answers, pieces):
            counts = counting_runs(tokens, length)
            asked = run_hashes(tokens, length)[counts]
            place = np.searchsorted(library, asked).clip(max=max(len(library) - 1, 0))
            found = library[place] == asked if len(library) else np.zeros(len(asked), bool)
            if length in NGRAMS:
                answer[f"ngram{length}"] = float(found.mean()) if len(found) else 0.0
            if found.any():
                answer["longest"], matched = length, True
        if not matched and length >= max(NGRAMS):
            break
    return answers


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds midi/")
    parser.add_argument("--pieces", type=Path, required=True, help="composed and held-out pieces (piece_lines.py)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder in which the training lines are kept")
    options = parser.parse_args()
    training = training_tokens(options.data, options.work)
    lines = read_lines(options.pieces)
    answers = compare(training, [piece_tokens(line.piece) for line in lines])
    result = {"trainingTokens": len(training), "pieces": dict(zip((line.id for line in lines), answers))}
    options.out.write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()

"""Corpus to one packed file: training/work/corpus.npz, with labels, boundaries, split and a report."""

from __future__ import annotations

import csv
import json
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from . import vocabulary as v
from .boundaries import section_starts
from .chords import find_chords
from .cleaning import content_hash, drop_duplicates, on_beat_share, reason_to_drop
from .emotion_labels import quantile_labels, train_regressor
from .events import merge_placed, place_bars, place_chords, place_notes
from .features import WINDOW_BARS, window_features
from .grid import GridPiece, to_grid
from .keys import find_keys
from .read_midi import BROKEN, read_midi
from .split import assign_parts, group_works, skyline_shingles, write_split
from .works import work_of

PERFORMED = ("classicalpianomidi", "pop909", "giantmidi_sample")
SPLIT_FILE = Path(__file__).resolve().parent.parent / "split.csv"
PARTS = ("train", "valid", "test")


def ensemble_of(counts: np.ndarray, set_name: str) -> int:
    """Ensemble class (E15.6) of note counts per family [12]."""
    share = counts / max(counts.sum(), 1)
    present = share > 0.01
    melodic = present[1:].sum()
    keyboard, strings, voice = share[[2, 4]].sum(), share[6], share[7]
    if share[v.DRUMS] > 0.03:
        return 4
    if set_name == "openscore_orchestra" or (melodic >= 4 and strings > 0.2):
        return 3
    if keyboard > 0.97:
        return 1
    if strings > 0.97:
        return 2
    if keyboard > 0.25 and (voice > 0.01 or melodic == 2):
        return 5
    return 6


def bar_counts(piece: GridPiece) -> tuple[np.ndarray, np.ndarray]:
    """Notes per family [bars, 12] and pitch-class counts [bars, 12]."""
    bars = np.searchsorted(piece.bar_starts, piece.onset, side="right") - 1
    counts = np.zeros((len(piece.bar_lengths), 12), np.int32)
    np.add.at(counts, (bars, piece.family), 1)
    chroma = np.zeros((len(piece.bar_lengths), 12))
    melodic = piece.family != v.DRUMS
    np.add.at(chroma, (bars[melodic], piece.pitch[melodic] % 12), 1)
    return counts, chroma


def prepare_file(task: tuple[str, str, str]) -> dict | str:
    """Everything about one file, or the reason why it cannot be used. task: path, set, content key."""
    path, set_name, key = task
    try:
        midi = read_midi(Path(path))
        if set_name == "pop909":
            midi.family[midi.channel == 0] = v.FAMILIES.index("lead")  # the sung melody, kept apart from the piano
        piece = to_grid(midi, set_name)
    except BROKEN:
        return "unreadable"
    performed = set_name in PERFORMED
    reason = reason_to_drop(piece, performed)
    if reason is not None:
        return reason
    notes = (piece.onset, piece.duration, piece.family, piece.pitch, piece.velocity)
    chords = find_chords(piece.onset, piece.duration, piece.pitch, piece.family, piece.bar_lengths,
                         piece.beat_lengths)
    placed = merge_placed(place_bars(len(piece.bar_lengths)), place_chords(chords, piece.bar_starts),
                          place_notes(*notes, piece.bar_starts))
    counts, chroma = bar_counts(piece)
    tonic, mode = find_keys(piece.onset, piece.duration, piece.pitch, piece.family, piece.bar_starts)
    melodic = piece.family != v.DRUMS
    shingles = skyline_shingles(piece.onset[melodic], piece.pitch[melodic])
    return {"key": key, "set": set_name, "work": work_of(set_name, path), "content": content_hash(piece),
            "placed": placed, "bar_lengths": piece.bar_lengths, "beat_lengths": piece.beat_lengths, "counts": counts,
            "tonic": tonic, "mode": mode, "section": section_starts(counts, chroma),
            "tempo_steps": piece.tempo.steps,
            "tempo_bpm": piece.tempo.bpm, "tempo_known": piece.tempo_known,
            "velocity_masked": len(np.unique(piece.velocity)) <= 4,
            "ensemble": ensemble_of(counts.sum(0), set_name), "notes": len(piece.onset),
            "seconds": float(piece.tempo.seconds(piece.bar_starts[-1] + piece.bar_lengths[-1])),
            "on_beat": on_beat_share(piece), "features": window_features(piece), "shingles": shingles}


def read_manifest(data: Path, exclude: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """(path, set, content key) of every file that may be used."""
    folder = data / "midi"
    with (folder / "MANIFEST.csv").open(newline="") as file:
        return [(str(folder / row["path"]), row["set"], row["sha1_16"]) for row in csv.DictReader(file)
                if row["set"] not in exclude]


def emotion_columns(pieces: list[dict], data: Path) -> dict:
    """Adds valence and arousal per bar to every piece; returns the regressor's report."""
    regressor, report = train_regressor(data / "vgmidi")
    raw = np.concatenate([regressor.predict(piece["features"]) for piece in pieces])
    classes = np.concatenate([np.full(len(piece["features"]), piece["ensemble"]) for piece in pieces])
    labels = quantile_labels(raw, classes)
    start = 0
    for piece in pieces:
        count = len(piece["features"])
        per_bar = np.repeat(labels[start:start + count], WINDOW_BARS, axis=0)[:len(piece["bar_lengths"])]
        piece["valence"], piece["arousal"] = per_bar[:, 0], per_bar[:, 1]
        start += count
    return report


def pack(pieces: list[dict], sets: list[str], path: Path) -> None:
    """Concatenate all pieces' arrays and their offsets into one uncompressed npz."""
    arrays: dict[str, np.ndarray] = {}
    for name, dtype in (("placed", np.int16), ("bar_lengths", np.int16), ("beat_lengths", np.int16),
                        ("counts", np.int16), ("tonic", np.int8), ("mode", np.int8), ("section", np.int8),
                        ("tempo_steps", np.int32), ("tempo_bpm", np.float32),
                        ("valence", np.float32), ("arousal", np.float32)):
        arrays[name] = np.concatenate([np.asarray(piece[name]).astype(dtype) for piece in pieces])
    for name, source in (("event", "placed"), ("bar", "bar_lengths"), ("tempo", "tempo_steps")):
        arrays[f"{name}_offset"] = np.concatenate(([0], np.cumsum([len(piece[source]) for piece in pieces])))
    arrays["set"] = np.array([sets.index(piece["set"]) for piece in pieces], np.int16)
    arrays["part"] = np.array([PARTS.index(piece["part"]) for piece in pieces], np.int8)
    arrays["key"] = np.array([int(piece["key"], 16) for piece in pieces], np.uint64)
    for name in ("ensemble", "notes", "velocity_masked", "tempo_known"):
        arrays[name] = np.array([piece[name] for piece in pieces], np.int32)
    for name in ("seconds", "on_beat"):
        arrays[name] = np.array([piece[name] for piece in pieces], np.float32)
    np.savez(path, **arrays)


def read_all(tasks: list[tuple[str, str, str]]) -> tuple[list[dict], dict[str, Counter]]:
    """The usable pieces of all files, and per set how many were left out for which reason."""
    with Pool(2) as pool:
        results = pool.map(prepare_file, tasks, chunksize=16)
    reasons: dict[str, Counter] = {set_name: Counter() for _, set_name, _ in tasks}
    pieces = []
    for (_, set_name, _), result in zip(tasks, results):
        if isinstance(result, str):
            reasons[set_name][result] += 1
        else:
            pieces.append(result)
    kept = drop_duplicates(pieces, dropped := Counter())
    reasons["allSets"] = dropped
    return kept, reasons


def prepare(data: Path, work: Path, exclude: tuple[str, ...]) -> None:
    """Read the corpus under `data`, label it and write corpus.npz, corpus.json and training/split.csv."""
    work.mkdir(parents=True, exist_ok=True)
    pieces, reasons = read_all(read_manifest(data, exclude))
    sets = sorted({piece["set"] for piece in pieces})
    keys = [piece["key"] for piece in pieces]
    grouping = group_works(keys, [piece["shingles"] for piece in pieces], [piece["work"] for piece in pieces])
    parts = assign_parts(keys, grouping.groups)
    for piece, part in zip(pieces, parts):
        piece["part"] = part
    write_split(SPLIT_FILE, keys, grouping.groups, parts)
    emotion = emotion_columns(pieces, data)
    pack(pieces, sets, work / "corpus.npz")
    table = {name: {"files": sum(p["set"] == name for p in pieces),
                    "notes": sum(p["notes"] for p in pieces if p["set"] == name),
                    "events": sum(len(p["placed"]) for p in pieces if p["set"] == name)} for name in sets}
    report = {"sets": sets, "exclude": list(exclude), "leftOut": reasons, "table": table,
              "works": len(set(grouping.groups)), "nearDuplicatePairs": grouping.near_duplicates,
              "nearDuplicatesAcrossNames": grouping.across_names,
              "largestWork": max(Counter(grouping.groups).values()),
              "parts": {part: parts.count(part) for part in PARTS}, "emotion": emotion}
    (work / "corpus.json").write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))

"""Valence and arousal of four-bar windows: ridge regression on VGMIDI's human labels, then quantile mapping.

VGMIDI: Ferreira & Whitehead, ISMIR 2019. Its pieces train this regressor only, never the composer.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .features import WINDOW_BARS, window_features
from .grid import GridPiece, to_grid
from .read_midi import BROKEN, read_midi

RIDGES = (1.0, 10.0, 100.0, 1000.0)
FOLDS = 10
DIMENSIONS = ("valence", "arousal")


class EmotionRegressor:
    """Standardise, replace NaN by the mean, ridge; `weights` [19 + 1, 2] for valence and arousal."""

    def __init__(self, features: np.ndarray, labels: np.ndarray, ridge: float):
        self.mean, self.scale = np.nanmean(features, 0), np.nanstd(features, 0) + 1e-6
        x = self._design(features)
        penalty = ridge * np.eye(x.shape[1])
        penalty[-1, -1] = 0
        self.weights = np.linalg.solve(x.T @ x + penalty, x.T @ labels)

    def _design(self, features: np.ndarray) -> np.ndarray:
        x = np.nan_to_num((features - self.mean) / self.scale).clip(-4, 4)
        return np.column_stack((x, np.ones(len(x))))

    def predict(self, features: np.ndarray) -> np.ndarray:
        """Valence and arousal [n, 2]; NaN where the window had too few notes."""
        out = self._design(features) @ self.weights
        out[np.isnan(features[:, 0])] = np.nan
        return out


def series_of(name: str) -> str:
    """Game series: the file name up to the console, numbering removed, so that sequels fall together."""
    return re.sub(r"[^a-z]", "", name.split("_")[0].lower())


def read_vgmidi(folder: Path, features_of: Callable[[GridPiece], np.ndarray] = window_features,
                ) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Features [n, ...] of four-bar windows, labels [n, 2], piece numbers [n] and piece names of the labelled set."""
    measures = json.loads((folder / "va_per_measure.json").read_text())
    features, labels, pieces, names = [], [], [], []
    with (folder / "va_per_piece.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file_present"] == "1"]
    for row in rows:
        try:
            piece = to_grid(read_midi(folder / "labelled" / "midi" / row["midi"]), "vgmidi")
        except BROKEN:
            continue
        window = features_of(piece)
        whole = (float(row["valence_median"]), float(row["arousal_median"]))
        curve = measures.get(row["midi"], {"valence": [], "arousal": []})
        for index, values in enumerate(window):
            if np.isnan(values[0]):
                continue
            bars = slice(index * WINDOW_BARS, (index + 1) * WINDOW_BARS)
            local = [np.mean(curve[name][bars]) if curve[name][bars] else level
                     for name, level in zip(("valence", "arousal"), whole)]
            features.append(values)
            labels.append(local)
            pieces.append(len(names))
        names.append(row["midi"])
    return np.array(features), np.array(labels), np.array(pieces), names


def _piece_means(values: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    return np.array([values[pieces == piece].mean(0) for piece in np.unique(pieces)])


def agreement(truth: np.ndarray, guess: np.ndarray, pieces: np.ndarray) -> dict:
    """Correlation r and mean absolute error (L1, labels in -1..1) of one dimension, at three scales.

    piece: means over pieces. fourBars: single windows. withinPiece: windows after each piece's own mean is taken off.
    """
    result = {}
    mean_truth, mean_guess = _piece_means(truth, pieces), _piece_means(guess, pieces)
    place = np.searchsorted(np.unique(pieces), pieces)
    for name, a, b in (("piece", mean_truth, mean_guess), ("fourBars", truth, guess),
                       ("withinPiece", truth - mean_truth[place], guess - mean_guess[place])):
        result[name] = {"r": float(np.corrcoef(a, b)[0, 1]), "l1": float(np.abs(a - b).mean())}
    return result


def cross_validated(features, labels, folds, ridge: float) -> np.ndarray:
    """Predictions [n, 2] for every window by a regressor that has not seen its fold."""
    predicted = np.empty_like(labels)
    for fold in range(FOLDS):
        train = folds != fold
        predicted[~train] = EmotionRegressor(features[train], labels[train], ridge).predict(features[~train])
    return predicted


def train_regressor(folder: Path) -> tuple[EmotionRegressor, dict]:
    """The regressor and its cross-validated agreement with people, grouped by game series."""
    features, labels, pieces, names = read_vgmidi(folder)
    series = np.array([series_of(names[piece]) for piece in pieces])
    order = sorted(set(series), key=lambda name: (-(series == name).sum(), name))
    fold_of = {name: index % FOLDS for index, name in enumerate(order)}
    folds = np.array([fold_of[name] for name in series])
    results = {}
    for ridge in RIDGES:
        predicted = cross_validated(features, labels, folds, ridge)
        results[ridge] = {name: agreement(labels[:, i], predicted[:, i], pieces) for i, name in enumerate(DIMENSIONS)}
    best = max(results, key=lambda ridge: sum(results[ridge][name]["piece"]["r"] for name in DIMENSIONS))
    constant = {name: float(np.abs(labels[:, i] - np.median(labels[:, i])).mean()) for i, name in enumerate(DIMENSIONS)}
    report = {"pieces": len(np.unique(pieces)), "windows": len(features), "series": len(order), "ridge": best,
              "grouped": results[best], "l1OfConstantGuess": constant}
    return EmotionRegressor(features, labels, best), report


def quantile_labels(raw: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Raw predictions [n, 2] to labels in -1..1: half the global rank, half the rank within the ensemble class."""
    labels = np.full(raw.shape, np.nan)
    for column in range(raw.shape[1]):
        known = ~np.isnan(raw[:, column])
        labels[known, column] = 0.5 * _ranks(raw[known, column])
        for value in np.unique(classes):
            inside = known & (classes == value)
            labels[inside, column] += 0.5 * _ranks(raw[inside, column])
    return labels


def _ranks(values: np.ndarray) -> np.ndarray:
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return 2 * (order + 0.5) / max(len(values), 1) - 1

"""Two judges of valence and arousal, both taught by VGMIDI's human labels.

    python -m hitpoint_training.judge --data PATH --pieces pieces.jsonl --out judged.json [--work FOLDER]

The first is the regressor that labelled the training corpus (features.py): tempo, velocity, density, register, mode.
The second (judge_features.py) hears notes alone and shares no feature with it. Neither was validated on ensembles:
VGMIDI is piano music. `--data` holds vgmidi/; without --pieces only the validation is written.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .emotion_labels import FOLDS, RIDGES, EmotionRegressor, read_vgmidi, series_of
from .features import window_features
from .grid import GridPiece
from .judge_features import note_features
from .piece_lines import read_lines

DIMENSIONS = ("valence", "arousal")
FEATURES: dict[str, Callable[[GridPiece], np.ndarray]] = {"first": window_features, "second": note_features}


def folds_by_series(names: list[str], pieces: np.ndarray) -> np.ndarray:
    """Fold per window; all windows of a game series share one, the largest series are dealt out first."""
    series = np.array([series_of(names[piece]) for piece in pieces])
    order = sorted(set(series), key=lambda name: (-(series == name).sum(), name))
    fold_of = {name: index % FOLDS for index, name in enumerate(order)}
    return np.array([fold_of[name] for name in series])


def piece_means(values: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    """Mean over the windows of each piece [pieces, 2]."""
    return np.array([values[pieces == piece].mean(0) for piece in np.unique(pieces)])


def cross_predict(features: np.ndarray, labels: np.ndarray, folds: np.ndarray, ridge: float) -> np.ndarray:
    """Predictions [n, 2], each by a regressor that saw no piece of the window's series."""
    predicted = np.empty_like(labels)
    for fold in np.unique(folds):
        train = folds != fold
        predicted[~train] = EmotionRegressor(features[train], labels[train], ridge).predict(features[~train])
    return predicted


def agreement(truth: np.ndarray, guess: np.ndarray) -> dict:
    """Correlation and mean absolute difference (L1, labels run from -1 to 1) of each dimension."""
    return {name: {"r": float(np.corrcoef(truth[:, i], guess[:, i])[0, 1]),
                   "l1": float(np.abs(truth[:, i] - guess[:, i]).mean())} for i, name in enumerate(DIMENSIONS)}


class Judge:
    """A regressor with the predictions on VGMIDI (cross-validated) that turn its answers into ranks."""

    def __init__(self, features: np.ndarray, labels: np.ndarray, pieces: np.ndarray, folds: np.ndarray):
        found = {ridge: cross_predict(features, labels, folds, ridge) for ridge in RIDGES}
        truth = piece_means(labels, pieces)

        def quality(ridge: float) -> float:
            scores = agreement(truth, piece_means(found[ridge], pieces))
            return sum(scores[name]["r"] for name in DIMENSIONS)

        self.ridge = max(RIDGES, key=quality)
        self.predicted = found[self.ridge]
        self.sorted = np.sort(self.predicted, axis=0)
        self.regressor = EmotionRegressor(features, labels, self.ridge)
        self.report = {"ridge": self.ridge, "features": features.shape[1],
                       "piece": agreement(truth, piece_means(self.predicted, pieces)),
                       "fourMeasures": agreement(labels, self.predicted)}

    def hear(self, features: np.ndarray) -> dict:
        """Mean answer over windows in label units, and the rank -1..1 of each window's answer among VGMIDI's."""
        answer = self.regressor.predict(features)
        answer = answer[~np.isnan(answer[:, 0])]
        if len(answer) == 0:
            return {"label": None, "rank": None}
        ranks = [2 * np.searchsorted(self.sorted[:, i], answer[:, i]) / len(self.sorted) - 1 for i in range(2)]
        return {"label": answer.mean(0).tolist(), "rank": [float(rank.mean()) for rank in ranks]}


def labelled_windows(data: Path, work: Path | None) -> dict[str, np.ndarray]:
    """Both feature tables, labels and piece numbers of VGMIDI's windows; kept in work/judge.npz."""
    path = work / "judge.npz" if work else None
    if path and path.exists():
        with np.load(path) as file:
            return dict(file)
    table: dict[str, np.ndarray] = {}
    for name, features in FEATURES.items():
        table[name], table["labels"], table["pieces"], names = read_vgmidi(data / "vgmidi", features)
    table["names"] = np.array(names)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **table)
    return table


def train_judges(table: dict[str, np.ndarray]) -> tuple[dict[str, Judge], dict]:
    """The judges and their validation: against people, and against each other on music that neither was taught."""
    names, pieces, labels = [str(name) for name in table["names"]], table["pieces"], table["labels"]
    folds = folds_by_series(names, pieces)
    judges = {name: Judge(table[name], labels, pieces, folds) for name in FEATURES}
    first, second = (judges[name].predicted for name in FEATURES)
    spread = {name: float(np.abs(column - column.mean()).mean())
              for name, column in zip(DIMENSIONS, piece_means(labels, pieces).T)}
    report = {"pieces": len(names), "windows": len(labels), "series": len({series_of(name) for name in names}),
              "folds": FOLDS, "l1OfTheMean": spread, **{name: judge.report for name, judge in judges.items()},
              "betweenJudges": {"piece": agreement(piece_means(first, pieces), piece_means(second, pieces)),
                                "fourMeasures": agreement(first, second)}}
    return judges, report


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds vgmidi/")
    parser.add_argument("--pieces", type=Path, help="composed pieces, one JSON object a line (piece_lines.py)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, help="folder in which the labelled features are kept")
    options = parser.parse_args()
    judges, report = train_judges(labelled_windows(options.data, options.work))
    judged = {}
    for line in read_lines(options.pieces) if options.pieces else []:
        judged[line.id] = {name: judge.hear(FEATURES[name](line.piece)) for name, judge in judges.items()}
    options.out.write_text(json.dumps({"validation": report, "judged": judged}) + "\n")


if __name__ == "__main__":
    main()

"""Grouped cross-validation: correlation, error and calibration, on whole photographs and on film views of unseen themes."""

from __future__ import annotations

import numpy as np

from .data import AROUSAL_SCALE, FOLDS, VALENCE_SCALE, Ratings, fold_of_pictures
from .features import read_features
from .gaussian_process import fit, fit_ridge
from .targets import emotion_posterior, gaussians

# The views that train (a photograph and its mirror image), and film views that only test.
TRAINING_VIEWS = (0, 1)
FILM_VIEWS = (6, 7)
SEEDS = (0, 1, 2)


def evaluate(work, ratings: Ratings) -> dict:
    """All measures of the card; every number comes from pictures whose theme the process had not seen."""
    views = {view: read_features(work, view) for view in (*TRAINING_VIEWS, *FILM_VIEWS)}
    runs, folds, squares = [], [], []
    for seed in SEEDS:
        fold_of = fold_of_pictures(ratings, seed)
        answers = {view: {name: np.zeros((len(fold_of), width)) for name, width in (("mean", 2), ("variance", 2), ("emotions", 7))}
                   for view in views}
        ridge = np.zeros((len(fold_of), 2))
        for fold in range(FOLDS):
            train, test = fold_of != fold, fold_of == fold
            process = fit([views[view][train] for view in TRAINING_VIEWS], [True] * 2, ratings.targets[train], seed)
            for view, features in views.items():
                for name, values in process.answer(features[test]).items():
                    answers[view][name][test] = values
            ridge[test] = fit_ridge(views[0][train], ratings.targets[train])(views[0][test])
            folds.append({"seed": seed, "fold": fold, "pictures": int(test.sum()),
                          **measures(answers[0]["mean"][test], ratings.targets[test]),
                          "calibration": calibration(answers[0], ratings.targets, test)})
        plain = answers[0]
        squares.append(((plain["mean"] - ratings.targets) ** 2 / plain["variance"]).mean(0))
        both = (plain["mean"] + answers[1]["mean"]) / 2
        runs.append({"seed": seed, "oneView": measures(plain["mean"], ratings.targets),
                     "withMirror": measures(both, ratings.targets),
                     "filmView": measures(answers[FILM_VIEWS[0]]["mean"], ratings.targets),
                     "filmViewsMean": measures(np.mean([answers[view]["mean"] for view in FILM_VIEWS], 0), ratings.targets),
                     "frozenRidge": measures(ridge, ratings.targets),
                     "categories": categories(plain, ratings.targets)})
    factor = np.mean(squares, 0)
    names = ("oneView", "withMirror", "filmView", "filmViewsMean", "frozenRidge", "categories")
    return {"pictures": len(ratings.files), "themes": len(set(ratings.themes)), "folds": FOLDS, "seeds": list(SEEDS),
            "mean": {name: {key: round(float(np.mean([run[name][key] for run in runs])), 4) for key in runs[0][name]} for name in names},
            "varianceFactor": [round(float(value), 4) for value in factor], "runs": runs, "perFold": folds}


def measures(found: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    """Correlation and mean absolute error per axis, the error in the curve's space and in steps of the 7-point scale."""
    r = [float(np.corrcoef(found[:, axis], wanted[:, axis])[0, 1]) for axis in (0, 1)]
    error = np.abs(found - wanted).mean(0)
    values = {"valenceR": r[0], "arousalR": r[1], "valenceL1": error[0], "arousalL1": error[1],
              "valenceL1Rating": error[0] * VALENCE_SCALE, "arousalL1Rating": error[1] * AROUSAL_SCALE}
    return {name: round(float(value), 4) for name, value in values.items()}


def calibration(answer: dict, wanted: np.ndarray, rows: np.ndarray) -> dict[str, list[float]]:
    """Root mean square of the error in claimed deviations (1 is right), and the share of errors within one of them (0.68)."""
    error = (answer["mean"][rows] - wanted[rows]) / np.sqrt(answer["variance"][rows])
    return {"rms": [round(float(value), 3) for value in np.sqrt((error**2).mean(0))],
            "withinOne": [round(float(value), 3) for value in (np.abs(error) < 1).mean(0)]}


def categories(answer: dict, wanted: np.ndarray) -> dict[str, float]:
    """How the seven probabilities keep to the posterior of the ratings, and how both paths agree."""
    posterior = emotion_posterior(wanted)
    entropy = -(posterior * np.log(answer["emotions"] + 1e-9)).sum(1).mean()
    alone = -(posterior * np.log(posterior.mean(0))).sum(1).mean()
    mixture = answer["emotions"] @ gaussians()[0]
    agreement = [np.corrcoef(mixture[:, axis], answer["mean"][:, axis])[0, 1] for axis in (0, 1)]
    values = {"crossEntropy": entropy, "crossEntropyOfShares": alone,
              "likeliestAgrees": (answer["emotions"].argmax(1) == posterior.argmax(1)).mean(),
              "pathsAgreeValence": agreement[0], "pathsAgreeArousal": agreement[1],
              "mixtureValenceR": np.corrcoef(mixture[:, 0], wanted[:, 0])[0, 1],
              "mixtureArousalR": np.corrcoef(mixture[:, 1], wanted[:, 1])[0, 1]}
    return {name: round(float(value), 4) for name, value in values.items()}

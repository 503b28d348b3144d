"""Reads OASIS (Kurdi, Lozano and Banaji 2017): photographs with the valence and arousal that about 100 people gave each.

The pictures are decoded once into a memory-mapped array in the work folder; nothing of them enters the repository.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

HEIGHT, WIDTH = 256, 320
FOLDS = 5

# Ratings run from 1 to 7. These map the 2nd and 98th percentile of the 838 pictures onto about -0.8 and +0.8, the range of
# EMSYNC's rescaled table, so that a network's answer is already in the space of the app's curve.
VALENCE_CENTRE, VALENCE_SCALE = 4.0, 2.8
AROUSAL_CENTRE, AROUSAL_SCALE = 3.5, 2.0


@dataclass(frozen=True)
class Ratings:
    """One row per picture: file name, theme (groups the folds), V and A in the curve's space and the spread of raters."""

    files: list[str]
    themes: list[str]
    targets: np.ndarray
    deviations: np.ndarray


def read_ratings(folder: Path) -> Ratings:
    """The pictures that are in `folder/images`, in order of name."""
    with (folder / "OASIS.csv").open(newline="") as file:
        rows = sorted((row for row in csv.DictReader(file) if (folder / "images" / row["file"]).exists()),
                      key=lambda row: row["file"])
    valence = [(float(row["valence_mean"]) - VALENCE_CENTRE) / VALENCE_SCALE for row in rows]
    arousal = [(float(row["arousal_mean"]) - AROUSAL_CENTRE) / AROUSAL_SCALE for row in rows]
    spread = [(float(row["valence_sd"]) / VALENCE_SCALE, float(row["arousal_sd"]) / AROUSAL_SCALE) for row in rows]
    # "Dog attack 2" and "Dog attack 3" are one theme: a fold must never see its neighbours' siblings.
    themes = [re.sub(r"\s*\d+$", "", row["theme"]).strip().lower() for row in rows]
    return Ratings([row["file"] for row in rows], themes, np.stack([valence, arousal], 1).astype(np.float32),
                   np.array(spread, np.float32))


def read_pictures(folder: Path, ratings: Ratings, work: Path) -> np.ndarray:
    """All pictures [pictures, 256, 320, 3] uint8, memory-mapped; decoded on the first call."""
    path = work / "pictures.u8"
    shape = (len(ratings.files), HEIGHT, WIDTH, 3)
    if not path.exists() or path.stat().st_size != np.prod(shape):
        work.mkdir(parents=True, exist_ok=True)
        array = np.memmap(path, np.uint8, "w+", shape=shape)
        for index, name in enumerate(ratings.files):
            picture = Image.open(folder / "images" / name).convert("RGB")
            array[index] = np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))
        array.flush()
    return np.memmap(path, np.uint8, "r", shape=shape)


def fold_of_pictures(ratings: Ratings, seed: int = 0, folds: int = FOLDS) -> np.ndarray:
    """The fold of every picture: whole themes, dealt in a random order to whichever fold is smallest."""
    themes = sorted(set(ratings.themes))
    random = np.random.default_rng(seed)
    counts = {theme: ratings.themes.count(theme) for theme in themes}
    sizes, fold_of_theme = np.zeros(folds), {}
    for theme in random.permutation(themes):
        fold = int(np.argmin(sizes))
        fold_of_theme[theme] = fold
        sizes[fold] += counts[theme]
    return np.array([fold_of_theme[theme] for theme in ratings.themes])

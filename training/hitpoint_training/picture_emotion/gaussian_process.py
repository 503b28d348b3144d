"""A sparse Gaussian process over the features: valence and arousal with a variance, and seven emotions.

838 pictures are few; a Gaussian process with one kernel for both axes keeps to them better than any network we trained, and
its variance grows where nothing like the picture was rated (a title, a black frame). Snelson and Ghahramani 2006 (FITC's
predictive variance); Rasmussen and Williams 2006, chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from torch.nn import functional

from .features import AFFECT_WIDTH
from .targets import emotion_posterior

# Found by grouped folds (report.py); flat around these values.
COMPONENTS = 320
LANDMARKS = 512
AFFECT_SHARE = 0.15
LENGTH = 1.0
NOISE = 0.1
# Labels belong to whole photographs. A crop of one, graded as in a film, is worth a part of it.
FILM_NOISE = 4.0
MOST_DEVIATIONS = 5.0


@dataclass
class Process:
    """All that answers need; every array is a constant of the exported network."""

    mean: np.ndarray  # [features]
    deviation: np.ndarray  # [features]
    projection: np.ndarray  # [pooled features, components], scaled
    affect_scale: np.ndarray  # [affect]
    landmarks: np.ndarray  # [landmarks, components + affect]
    weights: np.ndarray  # [landmarks, 2]
    bias: np.ndarray  # [2]
    explained: np.ndarray  # [landmarks, landmarks]: its product with a kernel row has the square of the explained variance
    signal: np.ndarray  # [2]: variance of the process
    noise: np.ndarray  # [2]: variance of a rating beside it
    emotion_weights: np.ndarray  # [landmarks, 7]
    emotion_bias: np.ndarray  # [7]

    def save(self, path) -> None:
        """As .npz."""
        np.savez(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @staticmethod
    def load(path) -> "Process":
        """What `save` wrote."""
        return Process(**dict(np.load(path)))

    def embed(self, features: np.ndarray) -> np.ndarray:
        """Where features lie for the kernel."""
        standard = ((features - self.mean) / self.deviation).clip(-MOST_DEVIATIONS, MOST_DEVIATIONS)
        return np.concatenate([standard[:, :-AFFECT_WIDTH] @ self.projection, standard[:, -AFFECT_WIDTH:] * self.affect_scale], 1)

    def answer(self, features: np.ndarray) -> dict[str, np.ndarray]:
        """`mean` and `variance` [pictures, 2], `emotions` [pictures, 7]."""
        kernel = rbf(self.embed(features), self.landmarks)
        explained = ((kernel @ self.explained) ** 2).sum(1, keepdims=True)
        logits = kernel @ self.emotion_weights + self.emotion_bias
        likely = np.exp(logits - logits.max(1, keepdims=True))
        return {"mean": kernel @ self.weights + self.bias,
                "variance": self.signal * (1 - explained).clip(0) + self.noise,
                "emotions": likely / likely.sum(1, keepdims=True)}


def rbf(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Kernel of every row of `a` with every row of `b`."""
    distances = (a * a).sum(1)[:, None] + (b * b).sum(1)[None] - 2 * a @ b.T
    return np.exp(-np.maximum(distances, 0) / LENGTH)


def fit(views: list[np.ndarray], plain: list[bool], targets: np.ndarray, seed: int = 0) -> Process:
    """A process from several views [pictures, features] of the same pictures; `plain` tells whole photographs from film views."""
    features = np.concatenate(views).astype(np.float64)
    goals = np.concatenate([targets] * len(views)).astype(np.float64)
    costs = np.repeat([NOISE * len(views) * (1.0 if is_plain else FILM_NOISE) for is_plain in plain], len(targets))
    process = _embedding(features, seed)
    embedded = process.embed(features)
    process.landmarks = landmarks(embedded, seed)
    inner = rbf(process.landmarks, process.landmarks) + 1e-5 * np.eye(len(process.landmarks))
    whiten = np.linalg.inv(np.linalg.cholesky(inner)).T
    basis = rbf(embedded, process.landmarks) @ whiten
    process.bias = targets.mean(0)
    precision = basis.T @ (basis / costs[:, None]) + np.eye(basis.shape[1])
    centred = goals - process.bias
    solution = np.linalg.solve(precision, basis.T @ (centred / costs[:, None]))
    process.weights = whiten @ solution
    remaining = np.linalg.inv(precision)
    process.explained = whiten @ np.linalg.cholesky(np.eye(len(remaining)) - remaining + 1e-9 * np.eye(len(remaining)))
    # The signal's variance by maximum likelihood: the mean square of the centred goals in units of the prior.
    residual = centred - basis @ solution
    process.signal = ((residual**2 / costs[:, None]).sum(0) + (solution**2).sum(0)) / len(centred)
    process.noise = process.signal * NOISE
    process.emotion_weights, process.emotion_bias = _emotions(basis, whiten, np.concatenate([emotion_posterior(targets)] * len(views)), costs)
    return process


def _embedding(features: np.ndarray, seed: int) -> Process:
    """Standardisation, principal components of the pooled features, and the share of class affect in the distance."""
    mean, deviation = features.mean(0), features.std(0) + 0.02
    pooled = ((features - mean) / deviation).clip(-MOST_DEVIATIONS, MOST_DEVIATIONS)[:, :-AFFECT_WIDTH]
    random = np.random.default_rng(seed)
    rows = random.permutation(len(pooled))[:1600]
    components = np.linalg.svd(pooled[rows], full_matrices=False)[2][:COMPONENTS].T
    empty = np.zeros(0)
    return Process(mean, deviation, components * np.sqrt((1 - AFFECT_SHARE) / pooled.shape[1]),
                   np.full(AFFECT_WIDTH, np.sqrt(AFFECT_SHARE / AFFECT_WIDTH)), empty, empty, empty, empty, empty, empty, empty, empty)


def landmarks(embedded: np.ndarray, seed: int, rounds: int = 8) -> np.ndarray:
    """Centres of k-means, so that no landmark is one picture's features unless it stands alone."""
    random = np.random.default_rng(seed)
    centres = embedded[random.permutation(len(embedded))[:LANDMARKS]].copy()
    for _ in range(rounds):
        distances = (centres**2).sum(1)[None] - 2 * embedded @ centres.T
        nearest = distances.argmin(1)
        for index in np.unique(nearest):
            centres[index] = embedded[nearest == index].mean(0)
    return centres


def _emotions(basis: np.ndarray, whiten: np.ndarray, wanted: np.ndarray, costs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Multinomial logistic regression on the process's basis against the posterior of the ratings."""
    x, y = torch.from_numpy(basis), torch.from_numpy(wanted.astype(np.float64))
    share = torch.from_numpy(costs.min() / costs)
    weight = torch.zeros(x.shape[1], y.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(y.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        entropy = -(y * functional.log_softmax(x @ weight + bias, -1)).sum(-1)
        value = (share * entropy).sum() / share.sum() + 0.002 * weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return whiten @ weight.detach().numpy(), bias.detach().numpy()


def fit_ridge(features: np.ndarray, targets: np.ndarray):
    """What the plan began with, for comparison: ridge regression on the backbone's last 1280 means alone."""
    last = slice(2 * (32 + 64 + 96 + 320), 2 * (32 + 64 + 96 + 320) + 1280)
    x = features[:, last].astype(np.float64)
    mean, deviation = x.mean(0), x.std(0) + 1e-3
    kernel = ((x - mean) / deviation) @ ((x - mean) / deviation).T / x.shape[1]
    dual = np.linalg.solve(kernel + 3.0 * np.eye(len(x)), targets - targets.mean(0))
    return lambda rows: ((rows[:, last] - mean) / deviation) @ ((x - mean) / deviation).T / x.shape[1] @ dual + targets.mean(0)

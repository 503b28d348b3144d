"""Seven emotions from ratings: the posterior of a rated valence and arousal under Russell and Mehrabian's Gaussians.

Nobody named the emotion of an OASIS picture. What people gave is valence and arousal, so the category path is taught what
these two say about the categories, in EMSYNC's rescaled space (docs/spec/emotion.md C1), with neutral at the origin.
"""

from __future__ import annotations

import numpy as np

EMOTIONS = ("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral")

# Russell and Mehrabian 1977: mean and standard deviation of valence, then of arousal.
TABLE = np.array([[-0.51, 0.20, 0.59, 0.29], [-0.60, 0.20, 0.35, 0.41], [-0.64, 0.20, 0.60, 0.32],
                  [0.76, 0.22, 0.48, 0.26], [-0.63, 0.23, -0.27, 0.34], [0.40, 0.30, 0.67, 0.27]])
LIMIT = 0.8
NEUTRAL = np.array([0.0, 0.2, 0.0, 0.4])


def gaussians() -> tuple[np.ndarray, np.ndarray]:
    """Means [7, 2] and standard deviations [7, 2] in the rescaled space; the same numbers as the app's table."""
    means, deviations = TABLE[:, [0, 2]], TABLE[:, [1, 3]]
    low, high = means.min(0), means.max(0)
    factor = 2 * LIMIT / (high - low)
    rescaled = (means - low) * factor - LIMIT
    return np.vstack([rescaled, NEUTRAL[[0, 2]]]), np.vstack([deviations * factor, NEUTRAL[[1, 3]]])


def emotion_posterior(targets: np.ndarray) -> np.ndarray:
    """[pictures, 2] of valence and arousal to [pictures, 7] probabilities, every emotion equally likely beforehand."""
    means, deviations = gaussians()
    distances = ((targets[:, None, :] - means) / deviations) ** 2
    logarithms = -0.5 * distances.sum(-1) - np.log(deviations).sum(-1)
    weights = np.exp(logarithms - logarithms.max(1, keepdims=True))
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)

"""A small temporal convolutional network (dilated residual blocks, after Lea et al. 2017 and the idea of TransNet V2)."""

from __future__ import annotations

import torch
from torch import nn

from .data import CLASSES

DILATIONS = (1, 2, 4, 8, 16, 32, 64)


class Block(nn.Module):
    """Residual block: a dilated convolution over time, then a mix of channels."""

    def __init__(self, channels: int, dilation: int, dropout: float):
        super().__init__()
        self.spread = nn.Conv1d(channels, channels, 3, padding=dilation, dilation=dilation)
        self.norm = nn.BatchNorm1d(channels)
        self.mix = nn.Conv1d(channels, channels, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.dropout(self.mix(torch.relu(self.norm(self.spread(x)))))


class TransitionNetwork(nn.Module):
    """[batch, steps, inputs] to logits [batch, steps, 7]. `mean` and `deviation` standardise the inputs."""

    def __init__(self, mean, deviation, channels: int = 48, dropout: float = 0.3):
        super().__init__()
        self.register_buffer("mean", torch.as_tensor(mean, dtype=torch.float32))
        self.register_buffer("deviation", torch.as_tensor(deviation, dtype=torch.float32))
        self.enter = nn.Conv1d(len(self.mean), channels, 1)
        self.blocks = nn.ModuleList(Block(channels, dilation, dropout) for dilation in DILATIONS)
        self.leave = nn.Conv1d(channels, len(CLASSES), 1)

    def standardise(self, inputs: torch.Tensor) -> torch.Tensor:
        """Inputs in standard deviations from their mean, at most 8 of them."""
        return ((inputs - self.mean) / self.deviation).clamp(-8, 8)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        x = torch.relu(self.enter(self.standardise(inputs).transpose(1, 2)))
        for block in self.blocks:
            x = block(x)
        return self.leave(torch.relu(x)).transpose(1, 2)

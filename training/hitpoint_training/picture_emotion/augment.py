"""Makes film frames of photographs: crops, bars, grading, darkness, blur, grain and compression."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageFilter

# Width and height of the network's input for the shapes that films have (multiples of 16, about 38,000 pixels each).
CANVASES = ((224, 176), (256, 144), (224, 160), (208, 192))
PHOTOGRAPH = CANVASES[0]

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def plain_view(picture: np.ndarray, canvas: tuple[int, int] = PHOTOGRAPH, mirrored: bool = False) -> np.ndarray:
    """The whole picture, resized."""
    resized = np.asarray(Image.fromarray(picture).resize(canvas, Image.Resampling.BILINEAR))
    return resized[:, ::-1] if mirrored else resized


def film_view(picture: np.ndarray, random: np.random.Generator, canvas: tuple[int, int]) -> np.ndarray:
    """One frame as a film might show it, uint8 [height, width, 3] of the canvas."""
    image = Image.fromarray(picture).resize(canvas, Image.Resampling.BILINEAR, box=_crop(picture, random, canvas))
    if random.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    image = _soften(image, random)
    pixels = _grade(np.asarray(image, np.float32) / 255, random)
    if random.random() < 0.3:
        pixels += random.normal(0, random.uniform(0.005, 0.04), pixels.shape[:2] + (1,)).astype(np.float32)
    pixels = (pixels.clip(0, 1) * 255 + 0.5).astype(np.uint8)
    if random.random() < 0.5:
        pixels = _compress(pixels, random)
    return _bars(pixels, random)


def _crop(picture: np.ndarray, random: np.random.Generator, canvas: tuple[int, int]) -> tuple[float, float, float, float]:
    """A box of a random size whose shape is the canvas's, stretched by up to a fifth."""
    height, width = picture.shape[:2]
    aspect = canvas[0] / canvas[1] * np.exp(random.uniform(-0.2, 0.2))
    area = random.uniform(0.45, 1.0) * width * height
    box_width = min(width, np.sqrt(area * aspect))
    box_height = min(height, box_width / aspect)
    left, top = random.uniform(0, width - box_width), random.uniform(0, height - box_height)
    return left, top, left + box_width, top + box_height


def _soften(image: Image.Image, random: np.random.Generator) -> Image.Image:
    """Out of focus, moved, or enlarged from a small file."""
    kind = random.random()
    if kind < 0.2:
        return image.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 2.2)))
    if kind < 0.3:
        size = int(random.integers(1, 4))
        row = np.zeros((5, 5))
        row[2, 2 - size // 2:3 + (size + 1) // 2] = 1
        kernel = row if random.random() < 0.7 else row.T
        return image.filter(ImageFilter.Kernel((5, 5), kernel.ravel().tolist()))
    if kind < 0.45:
        share = random.uniform(0.35, 0.8)
        small = image.resize((int(image.width * share), int(image.height * share)), Image.Resampling.BILINEAR)
        return small.resize(image.size, Image.Resampling.BICUBIC)
    return image


def _grade(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Exposure, gamma, contrast, saturation, white balance and lifted blacks; one in twelve is black and white."""
    pixels = pixels ** np.exp(random.normal(0, 0.25))
    pixels = pixels * np.exp(random.normal(0, 0.06, 3)).astype(np.float32)
    if random.random() < 0.25:
        pixels = pixels * random.uniform(0.35, 0.9)
    pixels = (pixels - 0.45) * np.exp(random.normal(0, 0.15)) + 0.45
    if random.random() < 0.15:
        pixels = pixels * 0.88 + random.uniform(0, 0.1)
    luma = (pixels @ LUMA)[..., None]
    saturation = 0 if random.random() < 1 / 12 else np.exp(random.normal(0, 0.3))
    return (luma + (pixels - luma) * saturation).astype(np.float32)


def _compress(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=int(random.integers(20, 75)))
    return np.asarray(Image.open(buffer).convert("RGB"))


def _bars(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The app cuts bars off; one frame in ten keeps a narrow one."""
    if random.random() > 0.1:
        return pixels
    pixels = pixels.copy()
    size = int(random.integers(2, pixels.shape[0] // 10))
    if random.random() < 0.7:
        pixels[:size], pixels[-size:] = 0, 0
    else:
        pixels[:, :size], pixels[:, -size:] = 0, 0
    return pixels

"""The least value of a function on a cube, from a grid and from finer and finer grids around its lowest points.

It knows nothing of the function: no slope, no convexity. Where it errs it is too high, never too low.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from formulas import Array

Function = Callable[[Sequence[Array]], Array]

# The first grid's points to a side, by the number of sides; odd, so that the middle of a side, where kinks are, is one.
_FIRST = {1: (81,), 2: (31, 41), 3: (13, 15, 15), 4: (9, 9, 9, 9)}
# A later grid's points to a side, and the width of the next grid relative to it.
_LATER = {1: (17, 0.25), 2: (9, 0.35), 3: (7, 0.45), 4: (5, 0.6)}
_BASINS = 4
_MOST_LEVELS = 80
# A scan is over once its grids are so narrow, or so many levels have lowered no basin by as much.
_NARROWEST = 1e-11
_STALLED, _GAIN = 4, 1e-11
# The same for the nested scan.
_NESTED_FIRST, _NESTED_LATER, _NESTED_SHRINK = 41, 9, 0.25
_NESTED_GAIN = 1e-13


def lowest(function: Function, sides: int, nested: int) -> float:
    """The least value; the side of number `nested` is scanned to the end at every point of the grids of the others.

    That is because two counts that act together make a narrow, bent valley, which grids of both at once do not follow
    down: the best of their points is the one that happens to lie nearest the bottom.
    """
    if sides == 0:
        return float(function([]))
    profile = _profile(function, nested)
    if sides == 1:
        return float(profile([]))
    axes = [np.linspace(0, 1, count) for count in _FIRST[sides - 1]]
    values = np.broadcast_to(
        profile(np.meshgrid(*axes, indexing="ij", sparse=True)), tuple(axis.size for axis in axes))
    centres = np.stack([axes[side][index] for side, index in enumerate(_basins(values))], axis=1)
    widths = np.broadcast_to([1 / (axis.size - 1) for axis in axes], centres.shape)
    return _zoom(profile, centres, widths)


def _profile(function: Function, nested: int) -> Function:
    """The function's least value along one side, as a function of the others."""

    def profile(cube: Sequence[Array]) -> Array:
        others = [np.asarray(side)[..., None] for side in cube]

        def along(points: Array) -> tuple[Array, Array]:
            values = function([*others[:nested], points, *others[nested:]])
            shape = np.broadcast_shapes(values.shape, *(side.shape[:-1] + (1,) for side in others))
            values = np.broadcast_to(values, shape)
            best = np.argmin(values, axis=-1)[..., None]
            points = np.broadcast_to(points, shape)
            return np.take_along_axis(points, best, -1), np.take_along_axis(values, best, -1)

        centre, value = along(np.linspace(0, 1, _NESTED_FIRST))
        width, offsets = 1 / (_NESTED_FIRST - 1), _offsets(_NESTED_LATER)
        history = [value]
        while width > _NARROWEST:
            centre, value = along(_grid(centre, width, offsets))
            width *= _NESTED_SHRINK
            history.append(value)
            if len(history) > _STALLED and (history[-_STALLED - 1] - value).max() < _NESTED_GAIN:
                break
        return value[..., 0]

    return profile


def _offsets(points: int) -> Array:
    """From -1 to 1 and, as a further one, the centre again, in whose place _grid puts the middle of the side."""
    return np.insert(np.linspace(-1, 1, points), points // 2, 0.0)


def _grid(centres: Array, widths: Array, offsets: Array) -> Array:
    """Points around each centre, within the cube, and the middle of the side where it is among them."""
    points = np.clip(centres + widths * offsets, 0, 1)
    middle = offsets.size // 2
    is_near = np.abs(points[..., middle] - 0.5) < np.broadcast_to(widths, centres.shape)[..., 0]
    points[..., middle] = np.where(is_near, 0.5, points[..., middle])
    return points


def _basins(values: Array) -> tuple[Array, ...]:
    """Where the lowest points are of those that no neighbour along a side is below."""
    is_low = np.ones(values.shape, dtype=bool)
    for side in range(values.ndim):
        before, after = [slice(None)] * values.ndim, [slice(None)] * values.ndim
        before[side], after[side] = slice(None, -1), slice(1, None)
        is_low[tuple(before)] &= values[tuple(before)] <= values[tuple(after)]
        is_low[tuple(after)] &= values[tuple(after)] <= values[tuple(before)]
    points = np.flatnonzero(is_low)
    best = points[np.argsort(values.ravel()[points], kind="stable")[:_BASINS]]
    return np.unravel_index(best, values.shape)


def _zoom(function: Function, centres: Array, widths: Array) -> float:
    """The least value in finer and finer grids around all centres at once."""
    basins, sides = centres.shape
    points, shrink = _LATER[sides]
    offsets = _offsets(points)
    points = offsets.size
    # How the coordinates of each side lie among the axes of (basin, side, side, ...).
    shapes = [(basins, *(points if other == side else 1 for other in range(sides))) for side in range(sides)]
    history: list[Array] = []
    for _ in range(_MOST_LEVELS):
        grid = _grid(centres[:, :, None], widths[:, :, None], offsets)
        values = function([grid[:, side].reshape(shape) for side, shape in enumerate(shapes)])
        values = np.broadcast_to(values, (basins, *(points,) * sides)).reshape(basins, -1)
        best = np.argmin(values, axis=1)
        history.append(values[np.arange(basins), best])
        where = np.stack(np.unravel_index(best, (points,) * sides), axis=1)
        centres = np.take_along_axis(grid, where[:, :, None], axis=2)[:, :, 0]
        # A best point at the rim of the grid, but not of the cube, says that the basin lies further out.
        is_inside = ((where > 0) & (where < points - 1)) | (centres == 0) | (centres == 1)
        widths = np.where(is_inside.all(axis=1)[:, None], widths * shrink, widths)
        has_stalled = len(history) > _STALLED and (history[-_STALLED - 1] - history[-1]).max() < _GAIN
        if has_stalled or widths.max() < _NARROWEST:
            break
    return float(history[-1].min())

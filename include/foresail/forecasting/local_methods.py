"""The methods that look at one series alone, each for all series of a panel at once.

statsforecast has most of them and costs seconds of CPU to import in every task; a test holds that both give
the same numbers (docs/adr/0006). All take what is known up to an origin, and give units a step.
"""

import numpy as np

from foresail.forecasting.history import EVER, History
from foresail.forecasting.profiles import seasonal_shares

SES_ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7)
INTERMITTENT_ALPHA = 0.1
ADIDA_ALPHA = 0.2
SEASONS_AVERAGED = {"day": 8, "week": 2, "month": 3}
DAMPING = 0.9
TREND_BETAS = (0.05, 0.2)
# Syntetos and Boylan (2005) take half of the smoothing factor off Croston's estimate.
SBA_FACTOR = 1 - INTERMITTENT_ALPHA / 2


def forecast_locally(history: History, origins: list[int], horizon: int) -> list[dict[str, np.ndarray]]:
    """Every local method from every origin (columns, in order): name to table (n, horizon).

    The methods named `_seasonal` give a flat forecast the season of the whole catalogue, which a sparse
    series has none of. NaN where a method has too little history.
    """
    levels = _smoothed_at(history, origins)
    return [_at_origin(history, origin, horizon, levels[origin]) for origin in origins]


def _at_origin(
    history: History, origin: int, horizon: int, levels: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    frequency, count = history.panel.timeline.frequency, len(history.panel.ids)
    rows, columns = np.arange(count), np.full(count, origin)
    flat = {
        "zero": np.zeros(count),
        "history_mean": history.mean(rows, columns, EVER),
        "recent_mean": history.mean(rows, columns, frequency.recent),
        **levels,
        "adida": _adida(history, origin),
    }
    out = {name: np.repeat(values[:, None], horizon, axis=1) for name, values in flat.items()}
    out |= _seasonal(history, origin, horizon)
    shares = seasonal_shares(history.panel.timeline, origin, horizon)
    for name in ("recent_mean", "ses", "tsb"):
        out[f"{name}_seasonal"] = out[name] * shares
    if frequency.season == 1:
        deseasoned = _own_season(history, origin, horizon)
        out |= _trending(history, origin, horizon, *deseasoned)
    return out


def _seasonal(history: History, origin: int, horizon: int) -> dict[str, np.ndarray]:
    """The same phase of the newest season, and of several; the newest value where no season is known."""
    panel = history.panel
    season = panel.timeline.frequency.cycle
    steps = np.arange(1, horizon + 1)
    columns = origin + steps - season * (-(-steps // season))
    rows = np.arange(len(panel.ids))[:, None]
    newest = panel.values[:, origin]

    def value(back: int) -> np.ndarray:
        at = columns - season * back
        known = (at[None, :] >= panel.first[:, None]) & (at[None, :] >= 0)
        return np.where(known, panel.values[rows, np.maximum(at, 0)[None, :]], np.nan)

    values = [value(back) for back in range(SEASONS_AVERAGED[panel.timeline.frequency.name])]
    known = [np.isfinite(each) for each in values]
    total = sum(np.where(mask, each, 0.0) for mask, each in zip(known, values, strict=True))
    counts = sum(mask.astype(float) for mask in known)
    mean = np.where(counts > 0, total / np.maximum(counts, 1), np.nan)
    naive = np.where(known[0], values[0], newest[:, None])
    return {"seasonal_naive": naive, "seasonal_mean": mean}


def _smoothed_at(history: History, origins: list[int]) -> dict[int, dict[str, np.ndarray]]:
    """Simple exponential smoothing (Brown 1956) by the factor that forecast each series' own past best, a
    step ahead; Croston's method with Syntetos' and Boylan's correction; Teunter, Syntetos and Babai (2011).
    """
    panel = history.panel
    values, first, count = panel.values, panel.first, len(panel.ids)
    level = np.zeros((len(SES_ALPHAS), count))
    error = np.zeros((len(SES_ALPHAS), count))
    alphas = np.array(SES_ALPHAS)[:, None]
    size, interval, chance, waited = np.zeros(count), np.ones(count), np.zeros(count), np.zeros(count)
    wanted, out = set(origins), {}
    for column in range(max(origins, default=-1) + 1):
        value = values[:, column]
        sold = value > 0
        begun, begins = column > first, column == first
        error += np.where(begun, (value - level) ** 2, 0.0)
        level = np.where(begun, level + alphas * (value - level), value)
        waited += column >= first
        size = np.where(begins, value, np.where(sold, size + INTERMITTENT_ALPHA * (value - size), size))
        interval = np.where(
            begins, 1.0, np.where(sold, interval + INTERMITTENT_ALPHA * (waited - interval), interval)
        )
        waited = np.where(sold, 0.0, waited)
        chance = np.where(begins, 1.0, chance + INTERMITTENT_ALPHA * (sold - chance))
        if column in wanted:
            best = error.argmin(axis=0)
            out[column] = {
                "ses": level[best, np.arange(count)],
                "croston_sba": SBA_FACTOR * size / interval,
                "tsb": chance * size,
            }
    return out


def _adida(history: History, origin: int) -> np.ndarray:
    """Aggregate to buckets of the mean interval between sales, smooth, spread (Nikolopoulos et al. 2011)."""
    count = len(history.panel.ids)
    rows, ends = np.arange(count), np.full(count, origin + 1)
    age = np.maximum(history.age(rows, ends - 1), 0)
    width = np.maximum(np.rint(age / np.maximum(history.sales[rows, ends], 1)), 1).astype(int)
    buckets = age // width
    level = np.zeros(count)
    for back in range(int(buckets.max(initial=0)), 0, -1):
        start = np.maximum(ends - back * width, 0)
        units = history.sums[rows, np.minimum(start + width, ends)] - history.sums[rows, start]
        begins, within = buckets == back, buckets > back
        level = np.where(begins, units, np.where(within, level + ADIDA_ALPHA * (units - level), level))
    return np.where(buckets > 0, level / width, history.mean(rows, ends - 1, EVER))


def _own_season(history: History, origin: int, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """The values up to the origin without each series' own year, and the year ahead: ratios to a moving mean.

    Multiplicative classical decomposition, used where the year repeats itself (Assimakopoulos and
    Nikolopoulos 2000) and there are two of it; ones elsewhere.
    """
    panel = history.panel
    year = panel.timeline.frequency.year
    values = panel.values[:, : origin + 1]
    count, length = values.shape
    ahead = np.ones((count, horizon))
    if length < 2 * year:
        return values, ahead
    half = year // 2
    trend = np.full_like(values, np.nan)
    middle = np.arange(half, length - half)
    trend[:, middle] = (
        history.sums[:, middle + half + (year % 2)] - history.sums[:, middle - half]
        + history.sums[:, middle + half + 1] - history.sums[:, middle - half + 1 - (year % 2)]
    ) / (2 * year)  # fmt: skip
    enough = middle[None, :] - half >= panel.first[:, None]
    ratio = np.full_like(values, np.nan)
    ratio[:, middle] = np.where(
        enough & (trend[:, middle] > 0),
        values[:, middle] / np.where(trend[:, middle] > 0, trend[:, middle], 1),
        np.nan,
    )
    index = np.ones((count, year))
    for phase in range(year):
        own = ratio[:, phase::year]
        known = np.isfinite(own)
        total = np.where(known, own, 0.0).sum(axis=1)
        index[:, phase] = np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), 1.0)
    index /= np.maximum(index.mean(axis=1, keepdims=True), 1e-9)
    use = _repeats(values, panel.first, year)[:, None]
    index = np.where(use, np.maximum(index, 0.05), 1.0)
    phases = np.arange(length) % year
    future = (origin + np.arange(1, horizon + 1)) % year
    return values / index[:, phases], index[:, future]


def _repeats(values: np.ndarray, first: np.ndarray, year: int) -> np.ndarray:
    """Whether the autocorrelation a year back is significant at 90 %, as in the M competitions' Theta."""
    columns = np.arange(values.shape[1])
    inside = columns[None, :] >= first[:, None]
    age = inside.sum(axis=1)
    mean = np.where(inside, values, 0.0).sum(axis=1) / np.maximum(age, 1)
    deviation = np.where(inside, values - mean[:, None], 0.0)
    total = (deviation**2).sum(axis=1)
    total = np.where(total > 0, total, 1.0)
    squares = np.zeros(len(values))
    for lag in range(1, year):
        squares += ((deviation[:, lag:] * deviation[:, :-lag]).sum(axis=1) / total) ** 2
    yearly = (deviation[:, year:] * deviation[:, :-year]).sum(axis=1) / total
    return (age >= 2 * year) & (np.abs(yearly) > 1.645 * np.sqrt((1 + 2 * squares) / np.maximum(age, 1)))


def _trending(
    history: History, origin: int, horizon: int, values: np.ndarray, ahead: np.ndarray
) -> dict[str, np.ndarray]:
    """Theta (Assimakopoulos and Nikolopoulos 2000, as SES with half the trend's drift: Hyndman and Billah
    2003) and Holt's damped trend (Gardner and McKenzie 1985), each on the series without its own year.
    """
    panel = history.panel
    first = np.minimum(panel.first, origin)
    level, alpha = _best_level(values, first)
    steps = np.arange(1, horizon + 1)[None, :]
    slope = _slope(values, first)
    age = (origin + 1 - first)[:, None]
    alpha = alpha[:, None]
    drift = slope[:, None] / 2 * (steps - 1 + 1 / alpha - (1 - alpha) ** age / alpha)
    damped_level, trend = _damped(values, first)
    sums = np.cumsum(DAMPING ** np.arange(1, horizon + 1))[None, :]
    return {
        "ses_own": level[:, None] * ahead,
        "theta": (level[:, None] + drift) * ahead,
        "damped_trend": (damped_level[:, None] + trend[:, None] * sums) * ahead,
    }


def _best_level(values: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    alphas = np.array((0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9))
    level = np.zeros((len(alphas), len(values)))
    error = np.zeros_like(level)
    for column in range(values.shape[1]):
        value, begun = values[:, column], column > first
        error += np.where(begun, (value - level) ** 2, 0.0)
        level = np.where(begun, level + alphas[:, None] * (value - level), value)
    best = error.argmin(axis=0)
    return level[best, np.arange(len(values))], alphas[best]


def _slope(values: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The least squares slope over time of each series since its first value."""
    columns = np.arange(values.shape[1], dtype=float)
    inside = columns[None, :] >= first[:, None]
    count = np.maximum(inside.sum(axis=1), 1)
    middle = np.where(inside, columns, 0.0).sum(axis=1) / count
    time = np.where(inside, columns[None, :] - middle[:, None], 0.0)
    return (time * values).sum(axis=1) / np.maximum((time**2).sum(axis=1), 1e-9)


def _damped(values: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grid = [(alpha, beta) for alpha in (0.1, 0.3, 0.5, 0.8) for beta in TREND_BETAS]
    alphas = np.array([alpha for alpha, _ in grid])[:, None]
    betas = np.array([beta for _, beta in grid])[:, None]
    level = np.zeros((len(grid), len(values)))
    trend, error = np.zeros_like(level), np.zeros_like(level)
    for column in range(values.shape[1]):
        value, begun = values[:, column], column > first
        ahead = level + DAMPING * trend
        error += np.where(begun, (value - ahead) ** 2, 0.0)
        newer = np.where(begun, ahead + alphas * (value - ahead), value)
        trend = np.where(begun, betas * (newer - level) + (1 - betas) * DAMPING * trend, 0.0)
        level = newer
    best, rows = error.argmin(axis=0), np.arange(len(values))
    return level[best, rows], trend[best, rows]

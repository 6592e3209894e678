"""How far windows of a backtest agree: what one of them says alone is not believed."""

from foresail.forecasting.data.arrays import Floats

# A mean over windows is believed where it is larger than chance: its variance counts this many times.
CAUTION = 2.0


def variance_of_mean(values: Floats) -> float:
    """The variance of the mean of two values or more."""
    return float(values.var(ddof=1) / len(values))


def believe(mean: float, variance: float) -> float:
    """Draw a mean towards 0 the less it stands out from chance (James and Stein 1961, positive part)."""
    doubt = CAUTION * variance
    return 0.0 if mean**2 <= doubt else float(mean * (1 - doubt / mean**2))

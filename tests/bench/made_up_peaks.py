"""Made-up catalogues with a peak of the year that no backtest window held, against seasonal naive of the year."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from tests.bench.forecasters import foresail
from tests.bench.made_up import STEPS, Floats, dates, frame_of, ordinary, scattered
from tests.bench.series_sets import SeriesSet

COUNT = 80
CHRISTMAS = {-5: 1.2, -4: 1.4, -3: 1.8, -2: 2.3, -1: 2.2, 0: 1.1, 1: 0.7, 2: 0.8}
BACK_TO_SCHOOL = {-2: 1.6, -1: 2.4, 0: 2.0}
CLOSED = {0: 0.3, 1: 0.2, 2: 0.4}
YEAR = {"1d": 364, "1w": 52, "1mo": 12}


@dataclass(frozen=True)
class PeakKind:
    """A catalogue whose products have a peak each as large as their own; `times` by weeks from its day."""

    name: str
    step: str
    last: date
    known: int
    times: dict[int, float]
    month: int
    day: int

    def measure(self, draws: int) -> None:
        """Forecast some draws: the mean and the median, against what the same steps of last year sold."""
        rows = pl.concat([self._draw(seed) for seed in range(draws)])
        told = rows.group_by("draw").agg(
            ratio=pl.col("mean").sum() / pl.col("expected").sum(),
            wape=(pl.col("q50") - pl.col("y")).abs().sum() / (pl.col("copy") - pl.col("y")).abs().sum(),
            inside=pl.col("y").is_between("q10", "q90").mean(),
        )
        ratio, wape, inside = (told[name].mean() for name in ("ratio", "wape", "inside"))
        print(
            f"{self.name:<44}{ratio:>8.2f}{told['ratio'].std():>8.2f}{wape:>8.2f}{inside:>9.2f}", flush=True
        )

    def _draw(self, seed: int) -> pl.DataFrame:
        rng = np.random.default_rng(seed)
        _, season, horizon = STEPS[self.step]
        horizon = horizon * (2 if self.step == "1d" else 1)
        days = dates(self.step, self.last, self.known, horizon)
        shape = self._shape(days)
        means = [ordinary(rng, days, self.step) * 3 * shape ** rng.uniform(0, 2) for _ in range(COUNT)]
        drawn = [scattered(rng, mean) for mean in means]
        wanted = SeriesSet(self.name, frame_of(drawn, days[: self.known]), self.step, season, horizon, 1)
        rows = foresail(wanted.demand, self.last, wanted)
        year, ahead = YEAR[self.step], slice(self.known, None)
        parts = [
            pl.DataFrame({
                "unique_id": number, "ds": days[ahead], "expected": mean[ahead], "y": sold[ahead],
                "copy": sold[self.known - year : self.known - year + horizon], "draw": seed,
            })
            for number, (mean, sold) in enumerate(zip(means, drawn, strict=True))
        ]  # fmt: skip
        return rows.join(
            pl.concat(parts).with_columns(pl.col("unique_id").cast(pl.Int64)), on=["unique_id", "ds"]
        )

    def _shape(self, days: list[date]) -> Floats:
        peaks = [date(year, self.month, self.day) for year in range(days[0].year - 1, days[-1].year + 2)]
        span = {"1d": 1, "1w": 7, "1mo": 30}[self.step]
        out = []
        for day in days:
            weeks = [(day.toordinal() + at - peak.toordinal()) // 7 for at in range(span) for peak in peaks]
            known = [self.times[week] for week in weeks if week in self.times]
            out.append((sum(known) + max(0, span - len(known))) / span)
        return np.array(out)


PEAK_KINDS = (
    PeakKind("Christmas by week, one before", "1w", date(2025, 11, 24), 100, CHRISTMAS, 12, 25),
    PeakKind("Christmas by week, three before", "1w", date(2025, 11, 24), 204, CHRISTMAS, 12, 25),
    PeakKind("Christmas by day, one before", "1d", date(2025, 11, 20), 690, CHRISTMAS, 12, 25),
    PeakKind("Christmas by month, one before", "1mo", date(2025, 9, 1), 23, CHRISTMAS, 12, 25),
    PeakKind("back to school by week, one before", "1w", date(2025, 8, 4), 100, BACK_TO_SCHOOL, 9, 1),
    PeakKind("closed weeks in August, one before", "1w", date(2025, 7, 21), 100, CLOSED, 8, 4),
)

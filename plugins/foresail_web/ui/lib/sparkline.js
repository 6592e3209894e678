// The geometry of the line beside a product's name: what it sold, then what is forecast.

/** The points of both lines, as SVG has them; `recent` is {sold, forecast}, sums by week or month. */
export function makeSparkline({ sold, forecast }, width, height) {
  const units = [...sold, ...forecast];
  const most = Math.max(...units, 1e-9);
  const step = width / Math.max(1, units.length - 1);
  const at = (value, place) =>
    `${(place * step).toFixed(1)},${(1 + (height - 2) * (1 - value / most)).toFixed(1)}`;
  const past = sold.map(at);
  // The forecast goes on where the sales end.
  const ahead = forecast.map((value, place) => at(value, sold.length + place));
  return { sold: past.join(" "), forecast: [...past.slice(-1), ...ahead].join(" ") };
}

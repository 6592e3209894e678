// The one step on which a product sold far more than on any other, as forecasts know it, too.

/** The row of the outlier among rows of sales, or null; the limits are those of GET /meta. */
export function findOutlier(sold, { outlier_times: times, outlier_sales_min: least }) {
  if (sold.filter(({ quantity }) => quantity > 0).length < least) return null;
  const [best, next] = sold.toSorted((one, other) => other.quantity - one.quantity);
  return best.quantity > times * next.quantity ? best : null;
}

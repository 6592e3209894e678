// What the chart of a product is made of, read from the API: sales as long as there are, forecasts, the calendar.

import { lengthOf } from "../../lib/adding-up.js";
import { read } from "../../lib/api.js";
import { stepsBefore, toDay, toNumber } from "../../lib/scale.js";

/** As many steps of history as the API gives at once: ten years. */
const MOST_STEPS = { day: 3650, week: 520, month: 120 };
const ENTRIES_MAX = 1000;

/** A product's forecast (in a store), where there is one, all its sales, and what the calendar says; raises Refused.
 * Where none reaches as far as asked there is the published one, and `further`: why, and the run that makes it. */
export async function readProduct({ product, store, horizon }, lastDay, signal) {
  const of = store ? { product, store } : { product };
  const wanted = horizon ? { ...of, horizon } : of;
  const [answer, calendar] = await Promise.all([
    read("/forecasts", wanted, signal),
    read("/calendar", { limit: ENTRIES_MAX }, signal),
  ]);
  const [asked] = answer.forecasts;
  const isShort = horizon && asked.status === "missing";
  const [status] = isShort ? (await read("/forecasts", of, signal)).forecasts : [asked];
  const further = isShort && { question: wanted, reason: asked.status_reason, run: answer.runs?.[0] };
  const forecast = status.status === "missing" ? null : status;
  const sales = await readSold(of, forecast?.frequency ?? "day", forecast?.as_of ?? lastDay, lastDay, signal);
  const events = calendar.entries.filter((entry) => !entry.product || entry.product === sales.product);
  return { sales, forecast, status, events, further };
}

/** All sales up to the last day that there are any of, without the steps before the first one. */
async function readSold(of, by, asOf, lastDay, signal) {
  const since = stepsBefore(asOf, by, MOST_STEPS[by] - 1);
  const sales = await read("/sales", { ...of, since, until: lastDay, by }, signal);
  const first = sales.days.findIndex(({ quantity, returned }) => quantity || returned);
  return { ...sales, days: sales.days.slice(Math.max(0, first)) };
}

/** Other products' sales and forecasts as one line each, on the steps of `sales`: of the last one all days. */
export function readCompared(names, { store, days }, by, signal) {
  const [since, last] = [days[0].day, days.at(-1).day];
  const until = toDay(toNumber(last) + lengthOf(last, by) - 1);
  return Promise.all(
    names.map(async (product) => {
      const of = store ? { product, store } : { product };
      const [[found], sold] = await Promise.all([
        read("/forecasts", of, signal).then(({ forecasts }) => forecasts),
        read("/sales", { ...of, since, until, by }, signal),
      ]);
      const ahead = found.days.map(({ day, mean }) => ({ day, quantity: mean, returned: 0 }));
      return { name: product, rows: [...sold.days, ...ahead] };
    }),
  );
}

/** Of each past step the forecast that was read last before it. */
export async function readPast(product, signal) {
  const { periods } = await read("/monitoring", { product, by: "step" }, signal);
  return periods.map(({ day, forecast }) => ({ day, quantity: forecast, returned: 0 }));
}

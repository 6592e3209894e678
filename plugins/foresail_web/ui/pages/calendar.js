// The page Calendar: promotions, events and planned prices that the forecasts take into account.

import { Calendar } from "../features/calendar/calendar.js";
import { h } from "../lib/airflow.js";
import { Empty, PageLink } from "../parts/pieces.js";

export const page = {
  name: "calendar",
  title: "Calendar",
  about: "Promotions, events and planned prices that the forecasts take into account",
  needsStats: true,
  Page: ({ stats, version }) =>
    stats.data.rows > 0 ? h(Calendar, { lastDay: stats.data.last_day, version }) : h(NoSales),
};

const NoSales = () =>
  h(
    Empty,
    { title: "No sales yet" },
    h(PageLink, { page: "upload" }, "Upload a workbook of sales"),
    " first: the calendar belongs to its products.",
  );

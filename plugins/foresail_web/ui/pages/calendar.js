// The page Calendar: promotions, events and planned prices that the forecasts take into account.

import { Calendar } from "../features/calendar/calendar.js";
import { h } from "../lib/airflow.js";
import { t, tParts } from "../lib/language.js";
import { Empty, PageLink } from "../parts/pieces.js";

export const page = {
  name: "calendar",
  title: t("Calendar"),
  about: t("Promotions, events and planned prices that the forecasts take into account"),
  needsStats: true,
  Page: ({ stats, version, refresh }) =>
    stats.data.rows > 0 ? h(Calendar, { lastDay: stats.data.last_day, version, refresh }) : h(NoSales),
};

const NoSales = () =>
  h(
    Empty,
    { title: t("No sales yet") },
    ...tParts("{link} first: the calendar belongs to its products.", {
      link: h(PageLink, { page: "upload" }, t("Upload a workbook of sales")),
    }),
  );

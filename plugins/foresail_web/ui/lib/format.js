// How numbers, days and times are written: as in the language of the pages, by the browser's region.

import { LOCALE } from "./language.js";

const number = (options) => new Intl.NumberFormat(LOCALE, options);
const date = (options) => new Intl.DateTimeFormat(LOCALE, options);

const WHOLE = number({ maximumFractionDigits: 0 });
const UNITS = number({ maximumFractionDigits: 1 });
const PRICE = number({ minimumFractionDigits: 2, maximumFractionDigits: 4 });
const TENTH = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
const MEAN = number(TENTH);
const SIGNED_MEAN = number({ ...TENTH, signDisplay: "exceptZero" });
const SIGNED_UNITS = number({ maximumFractionDigits: 0, signDisplay: "exceptZero" });
const PERCENT = number({ style: "percent", maximumFractionDigits: 1 });
const ROUND_PERCENT = number({ style: "percent", maximumFractionDigits: 0 });
const TENTHS = { style: "percent", ...TENTH };
const EVEN_PERCENT = number(TENTHS);
const SIGNED_PERCENT = number({ ...TENTHS, signDisplay: "exceptZero" });
const SIGNED_ROUND_PERCENT = number({
  style: "percent",
  maximumFractionDigits: 0,
  signDisplay: "exceptZero",
});
const RATIO = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const MEGABYTES = number({ style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
const KILOBYTES = number({ style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
// Days have no time of day: read and written in UTC they stay the day they are.
const DAY = date({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const LONG_DAY = date({ weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const SHORT_DAY = date({ day: "numeric", month: "short", timeZone: "UTC" });
const FULL_DAY = date({ day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const MONTH = date({ month: "short", year: "numeric", timeZone: "UTC" });
const DATE = date({ day: "numeric", month: "short", year: "numeric" });
const MOMENT = date({
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});

export const formatCount = (value) => WHOLE.format(value);
export const formatUnits = (value) => UNITS.format(value);
/** Units more or fewer than others. */
export const formatSignedUnits = (value) => (Math.abs(value) < 10 ? SIGNED_MEAN : SIGNED_UNITS).format(value);
/** A price, in the money of the workbooks. */
export const formatPrice = (value) => PRICE.format(value);
/** An estimate has its decimal even where that is zero, so that columns of them line up. */
export const formatMean = (value) => MEAN.format(value);
/** By how much an estimate is another than one before. */
export const formatSignedMean = (value) => SIGNED_MEAN.format(value);
export const formatRange = (low, high) => `${MEAN.format(low)} – ${MEAN.format(high)}`;
/** Shares below each other have as many decimals; the sign of a deviation shows on which side it lies. */
export const formatEvenShare = (value) => EVEN_PERCENT.format(value);
export const formatSignedShare = (value) => SIGNED_PERCENT.format(value);
/** A number beside others like it, to two decimals. */
export const formatRatio = (value) => RATIO.format(value);
export const formatShare = (value) => PERCENT.format(value);
export const formatSignedRoundShare = (value) => SIGNED_ROUND_PERCENT.format(value);
export const formatRoundShare = (value) => ROUND_PERCENT.format(value);
export const formatBytes = (value) =>
  value < 1e6 ? KILOBYTES.format(Math.max(1, value / 1e3)) : MEGABYTES.format(value / 1e6);
/** A limit, in the unit that its setting has. */
export const formatLimit = (bytes) => `${formatCount(bytes / 2 ** 20)} MiB`;
export const formatDay = (day) => DAY.format(new Date(day));
export const formatDays = (first, last) => DAY.formatRange(new Date(first), new Date(last));
export const formatLongDay = (day) => LONG_DAY.format(new Date(day));
export const formatShortDay = (day) => SHORT_DAY.format(new Date(day));
/** A day with its month in full, for whom its order is in question. */
export const formatFullDay = (day) => FULL_DAY.format(new Date(day));
/** A month, `2026-10`. */
export const formatMonth = (month) => MONTH.format(new Date(month));
export const formatDate = (moment) => DATE.format(new Date(moment));
export const formatMoment = (moment) => MOMENT.format(new Date(moment));
/** `seasonal_naive` and `not-a-date` are names of the code; people read `seasonal naive`, `not a date`. */
export const formatName = (name) => name.replaceAll(/[_-]/g, " ");

const LIST = new Intl.ListFormat(LOCALE);
/** Names in a row: a, b and c. */
export const listAll = (names) => LIST.format(names.map(String));
/** A word at the start of a line. */
export const capitalize = (word) => word[0].toUpperCase() + word.slice(1);
/** A line that goes on a sentence. */
export const lowerFirst = (line) => line[0].toLowerCase() + line.slice(1);

// A picture of periods side by side: its legend, the drawing, and in words the period that is pointed at.

import { Chakra, h, useId, useState } from "../lib/airflow.js";
import { t } from "../lib/language.js";
import { HEIGHT } from "../lib/totals.js";
import { Legend } from "./legend.js";
import { useWidth } from "./width.js";

const { Box, Text } = Chakra;

/** `make` gives the plot of a width, `draw` what is drawn on it, `tell` a period in words. */
export function PeriodPicture({ periods, legend, title, description, make, draw, tell }) {
  const id = useId();
  const [frame, width] = useWidth();
  const [chosen, point] = useState(null);
  const plot = make(width);
  const moved = (event) =>
    point(plot.placeAt(event.clientX - event.currentTarget.getBoundingClientRect().left));
  const period = chosen === null ? undefined : periods[chosen];
  return h(
    Box,
    null,
    h(Legend, { entries: legend }),
    h(
      Text,
      { fontSize: "sm", color: period ? "fg" : "fg.muted", my: 1 },
      period ? tell(period) : t("Point at the picture to read it."),
    ),
    h(
      Box,
      { ref: frame, onPointerMove: moved, onPointerLeave: () => point(null) },
      h(
        "svg",
        {
          role: "img",
          "aria-labelledby": `${id}title ${id}desc`,
          width: "100%",
          height: HEIGHT,
          style: { display: "block", pointerEvents: "none" },
        },
        h("title", { id: `${id}title` }, title),
        h("desc", { id: `${id}desc` }, description),
        draw(plot),
      ),
    ),
  );
}

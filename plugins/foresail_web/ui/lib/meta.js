// The facts of GET /meta, handed down to every part of the pages.

import { createContext, useContext } from "./airflow.js";

export const Meta = createContext(null);

/** What GET /meta told when the shell was loaded. */
export const useMeta = () => useContext(Meta);

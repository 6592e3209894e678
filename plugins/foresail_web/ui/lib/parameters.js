// The parameters of the page that is shown, read from its address and changed in it.

import { changeQuery } from "./addresses.js";
import { useSearchParams } from "./airflow.js";

/** `get` reads a parameter, `with` gives the address with others, `change` goes there. */
export function useParameters() {
  const [parameters, setParameters] = useSearchParams();
  return {
    get: (name) => parameters.get(name),
    with: (changes) => `?${changeQuery(parameters, changes)}`,
    change: (changes, options) =>
      setParameters(new URLSearchParams(changeQuery(parameters, changes)), options),
  };
}

// What Airflow's UI lends to plugins: React, its router, and Chakra's components in Airflow's own theme.

export const {
  createContext,
  createElement: h,
  Fragment,
  memo,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} = globalThis.React;
export const { Link: RouterLink, useLocation, useNavigate, useSearchParams } = globalThis.ReactRouterDOM;
export const Chakra = globalThis.ChakraUI;

/** A colour of the theme for SVG, which has no style props; it follows light and dark mode. */
export const colour = (token) => `var(--chakra-colors-${token.replaceAll(".", "-")})`;

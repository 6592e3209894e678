// Encodings of text as planners know them: by the languages that are written in them, and by who writes them.

import { tAll } from "./language.js";

const WINDOWS = tAll({
  cp1250: "Central European",
  cp1251: "Cyrillic",
  cp1252: "Western European",
  cp1253: "Greek",
  cp1254: "Turkish",
  cp1255: "Hebrew",
  cp1256: "Arabic",
  cp1257: "Baltic",
  cp1258: "Vietnamese",
  cp874: "Thai",
});
const UNICODE = /^utf-\d+/;
const OTHERS = tAll({
  gb18030: "simplified Chinese",
  big5: "traditional Chinese",
  big5hkscs: "traditional Chinese (Hong Kong)",
  cp932: "Japanese",
  euc_jp: "Japanese (Unix)",
  cp949: "Korean",
  iso8859_1: "Western European (ISO)",
  iso8859_2: "Central European (ISO)",
  iso8859_4: "Baltic (ISO)",
  iso8859_5: "Cyrillic (ISO)",
  iso8859_7: "Greek (ISO)",
  iso8859_8: "Hebrew (ISO)",
  iso8859_9: "Turkish (ISO)",
  iso8859_13: "Baltic (newer ISO)",
  iso8859_15: "Western European (newer ISO)",
  koi8_r: "Russian (Unix)",
  koi8_u: "Ukrainian (Unix)",
  cp437: "English (DOS)",
  cp737: "Greek (DOS)",
  cp775: "Baltic (DOS)",
  cp850: "Western European (DOS)",
  cp852: "Central European (DOS)",
  cp855: "older Cyrillic (DOS)",
  cp857: "Turkish (DOS)",
  cp862: "Hebrew (DOS)",
  cp865: "Nordic (DOS)",
  cp866: "Cyrillic (DOS)",
  mac_roman: "Western European (Mac)",
  mac_latin2: "Central European (Mac)",
  mac_cyrillic: "Cyrillic (Mac)",
  mac_greek: "Greek (Mac)",
  mac_turkish: "Turkish (Mac)",
});

/** An encoding in words; its own name where it has none here. */
export const nameEncoding = (encoding) =>
  WINDOWS[encoding] ?? OTHERS[encoding] ?? UNICODE.exec(encoding)?.[0].toUpperCase() ?? encoding;

/** An encoding in words with its own name behind, for whoever has to set it in another program. */
export function describeEncoding(encoding) {
  const words = nameEncoding(encoding);
  return words.toLowerCase() === encoding.toLowerCase() ? words : `${words} (${encoding})`;
}

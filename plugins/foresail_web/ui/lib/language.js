// The language of the pages, which is that of Airflow's UI, and their sentences in it: the English one is the key.

const TRANSLATED = ["de", "es", "fr"];
const ENGLISH = "en";

/** The language that Airflow's UI is in, where the pages have it, else English. */
function readLanguage() {
  const [language] = readSetting().split("-");
  return TRANSLATED.includes(language) ? language : ENGLISH;
}

/** Where i18next, which Airflow's UI uses, keeps the language; the page's own `lang` follows it later. */
function readSetting() {
  try {
    return globalThis.localStorage.getItem("i18nextLng") ?? ENGLISH;
  } catch {
    return globalThis.document?.documentElement.lang ?? ENGLISH;
  }
}

async function load(language) {
  if (language === ENGLISH) return null;
  try {
    const answer = await fetch(new URL(`./${language}.json`, import.meta.url));
    if (answer.ok) return await answer.json();
    throw new Error(`status ${answer.status}`);
  } catch (error) {
    console.warn(`Foresail is shown in English, as its language ${language} cannot be loaded:`, error);
    return null;
  }
}

const wanted = readLanguage();
// Awaited before any other module begins, so that their constants can be sentences.
const sentences = await load(wanted);

/** Whether Airflow's UI has been turned to another language since. */
export const isOutdated = () => readLanguage() !== wanted;
/** The language that the pages are in. */
export const LANGUAGE = sentences ? wanted : ENGLISH;
/** The same as the browser's own region writes it, such as en-GB. */
export const LOCALE = navigator.languages.find((tag) => tag.split("-")[0] === LANGUAGE) ?? LANGUAGE;

const PLURALS = new Intl.PluralRules(LOCALE);
const COUNTS = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const PLACE = /\{(\w+)\}/;
const PLACES = new RegExp(PLACE, "g");
const FORMED = /[{|]/;

/** A sentence in the language of the pages, each {place} filled with its value. `count` is a number: it chooses
 * between "one|several", and is written with its thousands apart. */
export const t = (english, values = {}) => fill(sentences?.[english] ?? english, values);

/** Sentences in a list or an object, however deep. */
export function tAll(english) {
  if (typeof english === "string") return sentences?.[english] ?? english;
  if (Array.isArray(english)) return english.map(tAll);
  return Object.fromEntries(Object.entries(english).map(([name, part]) => [name, tAll(part)]));
}

/** A sentence as the children of an element: the values may be elements. */
export function tParts(english, values) {
  const parts = t(english).split(PLACE);
  return parts.map((part, place) => (place % 2 ? values[part] : part));
}

/** A sentence of `tAll` with its values. */
export function fill(sentence, values) {
  // Most sentences have neither, and some are looked up for every row of a table.
  if (!FORMED.test(sentence)) return sentence;
  const forms = sentence.split("|");
  const form = forms[PLURALS.select(values.count) === "one" ? 0 : forms.length - 1];
  return form.replaceAll(PLACES, (place, name) =>
    name === "count" && values.count != null ? COUNTS.format(values.count) : (values[name] ?? place),
  );
}

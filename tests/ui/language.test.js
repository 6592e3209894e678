// Sentences in the language of Airflow's UI, as a German, a French and an English reader see them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";

const UI = "../../plugins/foresail_web/ui/";
const { fetch, navigator } = globalThis;
const warned = [];

/** The module as it is loaded where Airflow's UI and the browser are in these languages. */
async function open(stored, preferred, answer = readCatalogue) {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: { getItem: (name) => (name === "i18nextLng" ? stored : null) },
  });
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { languages: preferred } });
  globalThis.fetch = answer;
  console.warn = (...words) => warned.push(words.join(" "));
  return await import(`${UI}lib/language.js?${stored}-${preferred}-${answer.name}`);
}

async function readCatalogue(address) {
  const name = address.pathname.split("/").at(-1);
  return new Response(await readFile(new URL(`${UI}languages/${name}`, import.meta.url)));
}

async function refuse() {
  return new Response("", { status: 503 });
}

after(() => {
  globalThis.fetch = fetch;
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: navigator });
});

test("where Airflow is in German the sentences are, with their values, counts and plurals", async () => {
  const { LANGUAGE, LOCALE, t, tAll, tParts } = await open("de", ["en-GB", "de-AT"]);
  assert.deepEqual([LANGUAGE, LOCALE], ["de", "de-AT"]);
  assert.equal(t("Overview"), "Übersicht");
  assert.equal(t("Loading {product}", { product: "Overview {x}" }), "Overview {x} wird geladen");
  assert.equal(t("{count} product|{count} products", { count: 1 }), "1 Produkt");
  assert.equal(t("{count} product|{count} products", { count: 2 }), "2 Produkte");
  assert.deepEqual(tAll({ a: ["Day", "Month"] }), { a: ["Tag", "Monat"] });
  assert.deepEqual(tParts("It is {upload}. Uploading it again changes nothing.", { upload: 7 }), [
    "Es ist ",
    7,
    ". Sie erneut hochzuladen ändert nichts.",
  ]);
});

test("each language has its own plural: none is singular in French", async () => {
  const { t } = await open("fr", ["fr-FR"]);
  assert.equal(t("{count} day|{count} days", { count: 0 }), "0 jour");
  assert.equal(t("{count} day|{count} days", { count: 12345 }), "12 345 jours".replace(" ", "\u202f"));
});

test("a language that the pages do not have is English, written as the browser's region writes it", async () => {
  const { LANGUAGE, LOCALE, t } = await open("it", ["it", "en-GB"]);
  assert.deepEqual([LANGUAGE, LOCALE], ["en", "en-GB"]);
  assert.equal(t("{count} day|{count} days", { count: 1200 }), "1,200 days");
});

test("a sentence without a translation stays English", async () => {
  const { t } = await open("de", ["de"]);
  assert.equal(t("A method of tomorrow"), "A method of tomorrow");
});

test("a language that cannot be loaded is told in the console, and English is shown", async () => {
  const { LANGUAGE, t } = await open("es", ["es"], refuse);
  assert.equal(LANGUAGE, "en");
  assert.equal(t("Overview"), "Overview");
  assert.match(warned.at(-1), /es cannot be loaded.*503/);
});

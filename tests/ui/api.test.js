// The calls to the endpoints, and the one form that their errors have.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { put, Refused, read, readLatestUploadId, remove } from "../../plugins/foresail_web/ui/lib/api.js";

const { fetch } = globalThis;
const calls = [];

/** The next answer of the server. */
function answer(status, body) {
  globalThis.fetch = async (address, options) => {
    calls.push([new URL(address), options]);
    const hasBody = status !== 204;
    return new Response(hasBody ? JSON.stringify(body) : null, { status });
  };
}

afterEach(() => {
  globalThis.fetch = fetch;
  calls.length = 0;
});

test("a call lies below the API, beside the pages' own files, with its parameters written safely", async () => {
  answer(200, { total: 0 });
  assert.deepEqual(await read("/products", { search: "a&b" }), { total: 0 });
  const [address] = calls[0];
  assert.match(address.pathname, /\/foresail_web\/api\/v1\/products$/);
  assert.equal(address.searchParams.get("search"), "a&b");
});

test("a write sends JSON, and one without an answer answers null", async () => {
  answer(200, {});
  await put("/schedules/x", { cron: null });
  assert.equal(calls[0][1].method, "PUT");
  assert.equal(calls[0][1].body, '{"cron":null}');
  assert.equal(calls[0][1].headers["content-type"], "application/json");
  answer(204);
  assert.equal(await remove("/subscribers/x"), null);
});

test("a refusal has the API's own words", async () => {
  answer(403, { code: "forbidden", message: "You may not.", hint: "Ask.", id: "1" });
  await assert.rejects(read("/audit"), (error) => {
    assert.ok(error instanceof Refused);
    assert.deepEqual(
      [error.status, error.code, error.message, error.hint],
      [403, "forbidden", "You may not.", "Ask."],
    );
    return true;
  });
});

test("an ended session is told as one, whatever the API calls it", async () => {
  answer(401, { code: "not-authenticated", message: "No token.", hint: "Send one." });
  await assert.rejects(read("/stats"), { message: "Your session has ended.", status: 401 });
});

test("an answer that is not JSON, as a proxy's, is still told", async () => {
  globalThis.fetch = async () => new Response("<h1>Bad gateway</h1>", { status: 502 });
  await assert.rejects(read("/stats"), {
    message: "The server answered with status 502.",
    code: "unexpected",
  });
});

test("a server that cannot be reached is told as that", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("failed to fetch");
  };
  await assert.rejects(read("/stats"), { status: 0, code: "unreachable" });
});

test("who may not read uploads has none to follow", async () => {
  answer(403, { code: "forbidden", message: "You may not.", hint: "Ask." });
  assert.equal(await readLatestUploadId(), null);
  answer(200, { uploads: [{ id: 7 }] });
  assert.equal(await readLatestUploadId(), 7);
});

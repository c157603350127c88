// The carrier's control interface, as the page uses it.

/** Why the carrier did not do what it was asked, in words for people. */
export class Refusal extends Error {}

/** The line to the carrier is down. */
export class Unreachable extends Refusal {}

/**
 * Ask the carrier for JSON. Throws Refusal with its reason, or Unreachable.
 * @param {string} path below /_carrier/
 */
async function ask(path, { method = "GET", body, signal } = {}) {
  const asked = { method, signal, cache: "no-store" };
  if (body !== undefined) {
    asked.body = JSON.stringify(body);
    asked.headers = { "Content-Type": "application/json" };
  }
  let response, answer;
  try {
    response = await fetch(`/_carrier/${path}`, asked);
    answer = await response.text();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable("The carrier can’t be reached.");
  }
  if (!response.ok) throw new Refusal(reason(answer) ?? `The carrier answered ${response.status}.`);
  return answer && JSON.parse(answer);
}

function reason(answer) {
  if (!answer.startsWith("{")) return null;
  const errors = JSON.parse(answer).errors ?? [];
  return errors.map(({ where, what }) => [...where, what].join(": ")).join("; ") || null;
}

const at = (number) => `handsets/${encodeURIComponent(number)}`;

export const state = () => ask("state");

// No number has so many texts: the counts come without the list of numbers.
export const counts = () => ask("counts?at_least=1000000000");

/** A page of handsets, newest activity first: {handsets, total, next}. */
export function handsets({ search = "", before = null, limit = 100, signal }) {
  const query = new URLSearchParams({ limit });
  if (search) query.set("search", search);
  if (before !== null) query.set("before", before);
  return ask(`handsets?${query}`, { signal });
}

export const conversation = (number, signal) => ask(`${at(number)}/conversation`, { signal });

/** A handset writes; answers once the webhook did: {sid, webhook, replies}. */
export const reply = (number, body, to) =>
  ask(`${at(number)}/messages`, { method: "POST", body: to ? { to, body } : { body } });

export const faults = async () => (await ask("faults")).faults;
export const addFault = (fault) => ask("faults", { method: "POST", body: fault });
export const removeFault = (id) => ask(`faults/${id}`, { method: "DELETE" });
export const clearFaults = () => ask("faults", { method: "DELETE" });

const REOPEN_AFTER = 2000; // milliseconds

/**
 * Follow the carrier's events for ever: `handlers` has a function for each, and `lost` for a broken line.
 * The browser reconnects by itself, except after an answer that is no stream: then a new one is opened here.
 */
export function follow(handlers) {
  const source = new EventSource("/_carrier/events");
  for (const name of ["hello", "messages", "reload", "faults"]) {
    source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
  }
  source.addEventListener("error", () => {
    handlers.lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(handlers), REOPEN_AFTER);
  });
}

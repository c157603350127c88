// What the page knows of the handsets: those loaded so far, newest activity first.

import * as api from "./api.js";
import { later } from "./words.js";

const PAGE = 100;
const MOST = 200; // handsets that one answer may have

/** Each handset is {number, texts, last}, with a `version` that counts its changes. */
export class Handsets {
  #entries = new Map();
  #next = null;
  #loading = null; // the request under way, so that a new search can end it
  #moreComing = false;
  #arrived = new Map();

  search = "";
  found = ""; // the search whose handsets are loaded
  total = 0;
  loaded = false;

  /** Numbers, newest activity first. */
  get order() {
    const activity = (number) => this.#entries.get(number).last?.at ?? 0;
    return [...this.#entries.keys()].sort((one, other) => activity(other) - activity(one));
  }

  get size() {
    return this.#entries.size;
  }

  get(number) {
    return this.#entries.get(number);
  }

  matches(number) {
    return number.includes(this.search);
  }

  /** Look for numbers with these digits from now on; answers as `refresh` does. */
  seek(search) {
    this.search = search;
    return this.refresh(PAGE);
  }

  /** Fetch anew as many handsets as are loaded; answers whether this was not overtaken by another. */
  async refresh(wanted = Math.max(this.size, PAGE)) {
    this.#loading?.abort();
    const loading = (this.#loading = new AbortController());
    const { search } = this;
    const found = [];
    let page = { next: null };
    try {
      do {
        const limit = Math.max(1, Math.min(MOST, wanted - found.length));
        page = await api.handsets({ search, before: page.next, limit, signal: loading.signal });
        found.push(...page.handsets);
      } while (page.next !== null && found.length < wanted);
    } catch (error) {
      if (error.name === "AbortError") return false;
      throw error;
    }
    const known = this.#entries;
    const watched = this.loaded && this.found === search; // else all would seem to have come just now
    this.#entries = new Map();
    for (const handset of found) this.#put(handset, known.get(handset.number), watched);
    this.#next = page.next;
    this.total = page.total;
    this.found = search;
    this.loaded = true;
    return true;
  }

  /** Fetch the page after those loaded; answers whether there was one. */
  async more() {
    if (this.#next === null || this.#moreComing) return false;
    this.#moreComing = true;
    const loading = this.#loading;
    try {
      const { search } = this;
      const page = await api.handsets({ search, before: this.#next, limit: MOST, signal: loading?.signal });
      if (loading !== this.#loading) return false;
      for (const handset of page.handsets) this.#put(handset, this.#entries.get(handset.number), false);
      this.#next = page.next;
      this.total = page.total;
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false;
      throw error;
    } finally {
      this.#moreComing = false;
    }
  }

  /** The texts that have arrived since this was asked last, by number; of several at one, the last. */
  takeArrived() {
    const arrived = this.#arrived;
    this.#arrived = new Map();
    return arrived;
  }

  /** Take in a text's latest state; answers "unknown" (its handset isn't loaded), "new" or "known". */
  receive(message) {
    const entry = this.#entries.get(message.number);
    if (!entry) return "unknown";
    const { last } = entry;
    const same = last?.sid === message.sid;
    const fresh = !same && message.at >= (last?.at ?? 0);
    const arriving = message.status === "delivered"; // events tell of changes alone, but an answer may be quicker
    if (arriving && !(same && last.status === "delivered")) this.#arrived.set(message.number, message);
    if (fresh) entry.texts += 1;
    if (fresh || same) {
      entry.last = same ? later(last, message) : message;
      entry.version += 1;
    }
    return fresh ? "new" : "known";
  }

  #put(handset, known, watched) {
    const entry = known ?? { version: 0 };
    const before = known?.last;
    // An event may have told of a newer text while the answer was on its way.
    if ((before?.at ?? 0) <= (handset.last?.at ?? 0)) Object.assign(entry, handset);
    entry.version += 1;
    this.#entries.set(handset.number, entry);
    const { last } = entry;
    const changed = before?.sid !== last?.sid || before?.status !== last?.status;
    if (watched && changed && last?.status === "delivered") this.#arrived.set(handset.number, last);
  }
}

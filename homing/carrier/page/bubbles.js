// A conversation as bubbles: what was sent to a handset at the left, what it wrote at the right.

import { byId, copyOf, say, showState } from "./dom.js";
import { clock, day, later, moment, spaced, stateOf } from "./words.js";

const SHOWN = 100; // texts at first, and at each "earlier"
const AT_THE_END = 48; // pixels

export class Bubbles {
  #scroll = byId("bubbles-scroll");
  #list = byId("bubbles");
  #earlier = byId("earlier");
  #newest = byId("newest");
  #texts = new Map(); // sid -> text, oldest first
  #items = new Map(); // sid -> its list item, of those shown
  #shown = SHOWN;
  #day = "";
  #peer = null;
  #newestAt = 0;
  #sinceAsked = new Set(); // the texts that events told of since the conversation was last asked for

  /** Host names and where this machine finds them: {host: base address}. */
  resolve = {};

  constructor() {
    this.#earlier.addEventListener("click", () => this.#showEarlier());
    this.#newest.addEventListener("click", () => this.#toEnd());
    this.#scroll.addEventListener("scroll", () => this.#mind(), { passive: true });
    // The bottom stays at the bottom when the keyboard of a phone opens, or the faults do.
    let atEnd = true;
    this.#scroll.addEventListener("scroll", () => (atEnd = this.#atEnd), { passive: true });
    new ResizeObserver(() => atEnd && this.#toEnd()).observe(this.#scroll);
  }

  get texts() {
    return [...this.#texts.values()];
  }

  get size() {
    return this.#texts.size;
  }

  /** The account's numbers that it is with, the latest first. */
  get peers() {
    return [...new Set(this.texts.map(({ peer }) => peer).reverse())].filter(Boolean);
  }

  /** The conversation is being asked for: what events tell from now on, the answer may not know. */
  asked() {
    this.#sinceAsked.clear();
  }

  /** Begin with the texts of another handset. */
  clear() {
    this.#texts.clear();
    this.#sinceAsked.clear();
    this.#shown = SHOWN;
    this.#draw();
  }

  /** Take in the whole conversation as the carrier has it. */
  replace(texts) {
    const known = this.#texts;
    const toEnd = this.#atEnd;
    const told = [...this.#sinceAsked].map((sid) => known.get(sid));
    this.#texts = new Map();
    for (const text of [...texts, ...told]) this.#texts.set(text.sid, later(known.get(text.sid) ?? text, text));
    this.#redraw();
    if (toEnd) this.#toEnd();
  }

  /** Take in the latest state of some texts. */
  receive(texts) {
    const toEnd = this.#atEnd;
    let anew = toEnd && this.#items.size + texts.length > 2 * this.#shown;
    for (const text of texts) {
      const known = this.#texts.get(text.sid);
      this.#sinceAsked.add(text.sid);
      this.#texts.set(text.sid, known ? later(known, text) : text);
      if (known && known.peer === text.peer) this.#update(text.sid);
      else if (anew || known || text.at < this.#newestAt) anew = true;
      else this.#append(text);
    }
    if (anew) this.#redraw();
    if (toEnd) this.#toEnd();
    byId("quiet").hidden = true;
  }

  get #atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroll;
    return scrollHeight - clientHeight - scrollTop < AT_THE_END;
  }

  #toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#mind();
  }

  #mind() {
    this.#newest.hidden = this.#atEnd;
  }

  #showEarlier() {
    const fromBottom = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    this.#shown += SHOWN;
    this.#draw();
    this.#scroll.scrollTop = this.#scroll.scrollHeight - fromBottom;
    this.#scroll.focus({ preventScroll: true });
  }

  #redraw() {
    this.#texts = new Map(this.texts.sort((one, other) => one.at - other.at).map((text) => [text.sid, text]));
    this.#draw();
  }

  #draw() {
    this.#items.clear();
    this.#day = "";
    this.#peer = null;
    this.#newestAt = 0;
    this.#list.replaceChildren();
    this.#earlier.hidden = this.#texts.size <= this.#shown;
    for (const text of this.texts.slice(-this.#shown)) this.#append(text);
    this.#mind();
  }

  #append(text) {
    this.#newestAt = text.at;
    const today = day(text.at);
    if (today !== this.#day) this.#list.append(mark((this.#day = today)));
    if (text.peer && text.peer !== this.#peer) {
      this.#list.append(mark(`with ${spaced((this.#peer = text.peer))}`));
    }
    const item = copyOf("bubble-template");
    item.dataset.direction = text.direction;
    item.querySelector(".bubble").append(...this.#linked(text.body));
    const time = item.querySelector("time");
    time.dateTime = moment(text.at);
    say(time, clock(text.at));
    if (text.segments > 1) say(item.querySelector(".segments"), `${text.segments} segments`);
    this.#items.set(text.sid, item);
    this.#list.append(item);
    this.#update(text.sid);
  }

  #update(sid) {
    const item = this.#items.get(sid);
    if (!item) return;
    const state = stateOf(this.#texts.get(sid));
    item.dataset.state = state.kind;
    showState(item.querySelector(".state"), state, state.whole);
  }

  /** A text's words, with its links to be tapped. */
  #linked(body) {
    const parts = [];
    let end = 0;
    for (const found of body.matchAll(/\bhttps?:\/\/[^\s<>"“”«»]+/gi)) {
      const address = found[0].replace(/[.,;:!?'’)\]}…]+$/, "");
      if (!URL.canParse(address)) continue;
      parts.push(body.slice(end, found.index), this.#link(address));
      end = found.index + address.length;
    }
    return [...parts, body.slice(end)];
  }

  #link(address) {
    const link = document.createElement("a");
    const url = new URL(address);
    const base = this.resolve[url.host] ?? this.resolve[url.hostname];
    link.href = base ? new URL(url.pathname + url.search + url.hash, base).href : address;
    link.target = "_blank";
    link.rel = "noopener";
    link.title = base ? `Opens ${link.href}` : address;
    link.textContent = address;
    return link;
  }
}

function mark(words) {
  const item = document.createElement("li");
  item.className = "mark";
  item.textContent = words;
  return item;
}

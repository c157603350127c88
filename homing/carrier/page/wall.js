// The wall of handsets. Only those in view are in the document, however many there are.

import { byId, copyOf, say, showState, stillness } from "./dom.js";
import { countryName, many, moment, originOf, shortly, spaced, stateOf } from "./words.js";

const GAP = 16; // pixels
const NARROWEST = 164;
const HEIGHT = 226;
const ROWS_BEYOND = 2; // rendered above and below what is in view
const NEAR_THE_END = 6; // rows
const STILL_POINTING = 1500; // milliseconds since the pointer last moved

const SHAKE = [0, -2.2, 2, -1.8, 1.5, -1, 0.6, 0].map((degrees) => ({ transform: `rotate(${degrees}deg)` }));

export class Wall {
  #scroll = byId("wall-scroll");
  #list = byId("wall");
  #places = new Map(); // number -> its list item
  #order = [];
  #find;
  #faulty = new Set();
  #current = null; // the number that the keyboard is at
  #open = null;
  #columns = 1;
  #width = NARROWEST;
  #asked = false;
  #pointed = -Infinity;
  #rest; // the timer till the pointer counts as still
  #onNearEnd;
  #onCalm;

  /** `find` gives a number's handset; `onNearEnd` is called for more of them, `onCalm` when they may move. */
  constructor({ find, onNearEnd, onCalm }) {
    this.#find = find;
    this.#onNearEnd = onNearEnd;
    this.#onCalm = onCalm;
    new ResizeObserver(() => this.#measure()).observe(this.#list);
    this.#scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("focusin", (event) => this.#focused(event));
    this.#list.addEventListener("pointermove", (event) => this.#pointing(event), { passive: true });
    this.#list.addEventListener("pointerleave", () => this.#leave(), { passive: true });
  }

  /** Whether handsets may change places: nobody has scrolled down to some, or is about to press one. */
  get calm() {
    return !this.scrolled && performance.now() - this.#pointed > STILL_POINTING;
  }

  get scrolled() {
    return this.#scroll.scrollTop > HEIGHT / 2;
  }

  get order() {
    return this.#order;
  }

  arrange(order) {
    this.#order = order;
    this.#render(true);
  }

  /** Show what changed in the handsets, each in its place. */
  refresh() {
    this.#render(false);
  }

  mark({ open = this.#open, faulty = this.#faulty }) {
    this.#open = open;
    this.#faulty = faulty;
    for (const [number, place] of this.#places) this.#decorate(number, place.firstElementChild);
  }

  buzz(number) {
    const handset = this.#places.get(number)?.firstElementChild;
    if (!handset) return;
    if (!stillness.matches) handset.animate(SHAKE, { duration: 550, easing: "ease-in-out" });
    const lit = { boxShadow: "0 0 0 3px var(--ring)" };
    handset.animate([lit, { ...lit, offset: 0.6 }, {}], 1600);
  }

  toTop(behavior = stillness.matches ? "auto" : "smooth") {
    this.#scroll.scrollTo({ top: 0, behavior });
  }

  /** Put the keyboard at a handset, if it is on the wall. */
  focus(number) {
    const index = this.#order.indexOf(number);
    if (index >= 0) this.#goTo(index);
  }

  #measure() {
    const width = this.#list.clientWidth;
    this.#columns = Math.max(2, Math.floor((width + GAP) / (NARROWEST + GAP)));
    this.#width = (width - GAP * (this.#columns - 1)) / this.#columns;
    this.#render(false);
  }

  #scrolled() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#render(false);
      if (this.calm) this.#onCalm();
    });
  }

  /** The indices to render: those in view and around it, and where the keyboard is. */
  #indices() {
    const rows = Math.ceil(this.#order.length / this.#columns);
    const top = this.#scroll.scrollTop - this.#list.offsetTop;
    const first = Math.max(0, Math.floor(top / (HEIGHT + GAP)) - ROWS_BEYOND);
    const last = Math.ceil((top + this.#scroll.clientHeight) / (HEIGHT + GAP)) + ROWS_BEYOND;
    if (last > rows - NEAR_THE_END) this.#onNearEnd();
    const indices = new Set([Math.max(0, this.#order.indexOf(this.#current))]);
    for (let index = first * this.#columns; index < last * this.#columns; index++) indices.add(index);
    return [...indices].filter((index) => index < this.#order.length).sort((one, other) => one - other);
  }

  #render(moving) {
    const rows = Math.ceil(this.#order.length / this.#columns);
    this.#list.style.height = `${Math.max(0, rows * (HEIGHT + GAP) - GAP)}px`;
    const focused = document.activeElement;
    const gone = new Set(this.#places.keys());
    let following = this.#list.firstElementChild;
    for (const index of this.#indices()) {
      const number = this.#order[index];
      gone.delete(number);
      const place = this.#place(number);
      if (place === following) following = following.nextElementSibling;
      else this.#list.insertBefore(place, following); // the document's order is the order of reading
      this.#fill(number, place.firstElementChild);
      this.#put(place, index, moving);
    }
    for (const number of gone) {
      this.#places.get(number).remove();
      this.#places.delete(number);
    }
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  #place(number) {
    const known = this.#places.get(number);
    if (known) return known;
    const place = copyOf("handset-template");
    const handset = place.firstElementChild;
    const { country } = originOf(number);
    handset.href = `#${number}`;
    handset.dataset.number = number;
    say(handset.querySelector(".number"), spaced(number));
    const badge = handset.querySelector(".country");
    badge.hidden = !country;
    badge.title = countryName(country);
    say(badge, country);
    this.#places.set(number, place);
    this.#decorate(number, handset);
    return place;
  }

  #fill(number, handset) {
    const { last, texts, version } = this.#find(number);
    if (handset.dataset.version === String(version)) return;
    handset.dataset.version = version;
    say(handset.querySelector(".texts"), texts > 1 ? many(texts, "text", "texts") : "");
    if (!last) return;
    const time = handset.querySelector("time");
    time.dateTime = moment(last.at);
    say(time, shortly(last.at));
    const preview = handset.querySelector(".preview");
    preview.dataset.direction = last.direction;
    say(preview, last.body);
    const state = stateOf(last);
    showState(handset.querySelector(".state"), state, state.word);
  }

  #decorate(number, handset) {
    handset.tabIndex = number === (this.#current ?? this.#order[0]) ? 0 : -1;
    handset.toggleAttribute("data-faulty", this.#faulty.has(number));
    if (number === this.#open) handset.setAttribute("aria-current", "true");
    else handset.removeAttribute("aria-current");
  }

  #put(place, index, moving) {
    const x = (index % this.#columns) * (this.#width + GAP);
    const y = Math.floor(index / this.#columns) * (HEIGHT + GAP);
    const { transform: before } = place.style;
    const now = `translate(${x}px, ${y}px)`;
    place.style.width = `${this.#width}px`;
    if (before === now) return;
    place.style.transform = now;
    if (!moving || stillness.matches) return;
    // Within its row a handset slides; from one row to another it would fly across the others.
    const slides = before.endsWith(`, ${y}px)`);
    const from = slides ? { transform: before } : { opacity: 0, transform: `${now} scale(0.92)` };
    place.animate([from, { transform: now }], { duration: 320, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" });
  }

  #focused(event) {
    const { number } = event.target.dataset;
    if (!number) return;
    this.#current = number;
    this.mark({});
  }

  #pointing(event) {
    if (event.pointerType !== "mouse") return;
    this.#pointed = performance.now();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.calm && this.#onCalm(), STILL_POINTING + 50);
  }

  #leave() {
    this.#pointed = -Infinity;
    if (this.calm) this.#onCalm();
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.#order.length - 1;
    const index = this.#order.indexOf(this.#current);
    const to = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      ArrowUp: index - this.#columns,
      ArrowDown: index + this.#columns,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to >= 0 && to <= last) this.#goTo(to);
  }

  #goTo(index) {
    this.#current = this.#order[index];
    const top = this.#list.offsetTop + Math.floor(index / this.#columns) * (HEIGHT + GAP);
    const bottom = top + HEIGHT - this.#scroll.clientHeight;
    const { scrollTop } = this.#scroll;
    if (top < scrollTop || bottom > scrollTop) {
      this.#scroll.scrollTop = top < scrollTop ? Math.max(0, top - GAP * 2) : bottom + GAP;
    }
    this.#render(false);
    this.#places.get(this.#current).firstElementChild.focus({ preventScroll: true });
  }
}

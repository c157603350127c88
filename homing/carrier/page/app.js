// The page: it follows the carrier's events, and shows the wall, a handset, or the faults for all numbers.

import * as api from "./api.js";
import { byId, gathered, say } from "./dom.js";
import { Phone } from "./phone.js";
import { Handsets } from "./store.js";
import { Switches, inWords } from "./switches.js";
import { Wall } from "./wall.js";
import { count, many, spaced } from "./words.js";

const SOON = 300; // milliseconds: how long changes gather before the carrier is asked again
const MOST_LISTED = 50; // numbers with faults of their own
const SLOWLY = 2500; // milliseconds between two announcements to screen readers

const handsets = new Handsets();
const phone = new Phone();
const allSwitches = new Switches(byId("all-switches"));
const narrow = matchMedia("(max-width: 760px)");
const wall = new Wall({ find: (number) => handsets.get(number), onNearEnd: more, onCalm: settle });

let faults = [];
let news = new Set(); // numbers with texts that the wall doesn't show in their places yet
let shown = ""; // the search that the wall shows the results of
let untold = { texts: 0 }; // what screen readers have not been told: how many arrived, and the last of them

/** Do without an answer while the line is down: once it is up, everything is asked for anew. */
async function asked(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof api.Unreachable)) throw error;
    return null;
  }
}

function connection(state) {
  const element = byId("connection");
  element.dataset.state = state;
  say(element, { live: "Live", lost: "Reconnecting" }[state]);
}

// The wall

function arrange() {
  news = new Set();
  shown = handsets.found;
  wall.arrange(handsets.order);
  found();
}

/** Put each handset in its place, unless somebody is looking at one: then only say that there is news. */
function settle() {
  if (wall.calm) arrange();
  byId("newer").hidden = !(news.size && wall.scrolled);
  say(byId("newer-words"), many(news.size, "handset with news", "handsets with news"));
}

function found() {
  const { found: search, total, loaded } = handsets;
  const none = loaded && !total;
  byId("empty").hidden = !none || Boolean(search);
  const words = none ? `No handset has ${search} in its number.` : many(total, "handset", "handsets");
  say(byId("found"), search && loaded ? words : "");
}

const refresh = gathered(async () => {
  if (await asked(() => handsets.refresh())) refreshed();
}, SOON);

function refreshed() {
  if (shown !== handsets.found) {
    wall.toTop("auto");
    arrange();
  }
  // What a reset took away leaves at once; the others keep their places while someone looks at them.
  if (wall.order.every((number) => handsets.get(number))) wall.refresh();
  else wall.arrange(wall.order.filter((number) => handsets.get(number)));
  settle();
  buzz();
}

async function more() {
  if (!(await asked(() => handsets.more()))) return;
  const placed = new Set([...wall.order, ...news]);
  wall.arrange([...wall.order, ...handsets.order.filter((number) => !placed.has(number))]);
}

const recount = gathered(async () => {
  const counts = await asked(api.counts);
  if (!counts) return;
  const { delivered = 0, undelivered = 0, failed = 0 } = counts.by_status;
  const { accepted = 0, queued = 0, sending = 0, sent = 0 } = counts.by_status;
  say(byId("count-texts"), count(counts.texts));
  say(byId("count-handsets"), count(counts.numbers));
  say(byId("count-delivered"), count(delivered));
  say(byId("count-lost"), count(undelivered + failed));
  say(byId("count-waiting"), count(accepted + queued + sending + sent));
}, SOON);

const announce = gathered(() => {
  const { texts, number, last } = untold;
  untold = { texts: 0 };
  const words = `${many(texts, "text", "texts")} arrived, the last at ${spaced(number)}: ${last.body}`;
  say(byId("announcements"), words);
}, SLOWLY);

// Events

function receive({ messages }) {
  const open = messages.filter(({ number }) => number === phone.number);
  if (open.length) phone.receive(open);
  for (const message of messages) {
    if (!handsets.matches(message.number)) continue;
    const seen = handsets.receive(message);
    if (seen === "unknown") refresh();
    if (seen !== "known") news.add(message.number);
  }
  wall.refresh();
  settle();
  buzz();
  recount();
}

function buzz() {
  const arrived = handsets.takeArrived();
  for (const [number, last] of arrived) {
    wall.buzz(number);
    untold = { texts: untold.texts + 1, number, last };
  }
  if (arrived.size) announce();
}

const readAgain = gathered(() => phone.number !== null && phone.load(), SOON);

function reload() {
  refresh();
  recount();
  readAgain();
}

function showFaults(inForce) {
  faults = inForce;
  const numbers = new Map();
  for (const fault of faults) {
    if (fault.to !== null) numbers.set(fault.to, [...(numbers.get(fault.to) ?? []), fault]);
  }
  wall.mark({ faulty: new Set(numbers.keys()) });
  phone.showFaults(faults);
  allSwitches.show(null, faults);
  const badge = byId("faults-count");
  badge.hidden = !faults.length;
  say(badge, count(faults.length));
  byId("clear-faults").hidden = !faults.length;
  byId("elsewhere").hidden = !numbers.size;
  const listed = [...numbers].slice(0, MOST_LISTED);
  byId("elsewhere-numbers").replaceChildren(...listed.map(([number, own]) => numberWithFaults(number, own)));
  byId("elsewhere-more").hidden = numbers.size <= MOST_LISTED;
  say(byId("elsewhere-more"), `and ${many(numbers.size - MOST_LISTED, "number", "numbers")} more`);
}

function numberWithFaults(number, own) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const words = document.createElement("small");
  link.href = `#${number}`;
  link.textContent = spaced(number);
  words.textContent = own.map(inWords).join("; ");
  item.append(link, words);
  return item;
}

async function hello({ resolve }) {
  connection("live");
  phone.resolve = resolve ?? {};
  reload();
  const inForce = await asked(api.faults);
  if (inForce) showFaults(inForce);
}

// What is open: nothing, a handset (#+34600111222), or the faults for all (#faults)

function route() {
  const place = location.hash.slice(1).replace("%2B", "+");
  const number = /^\+\d+$/.test(place) ? place : null;
  const before = phone.number;
  byId("faults").hidden = place !== "faults";
  byId("faults-open").setAttribute("aria-expanded", String(place === "faults"));
  if (number === null) phone.close();
  else if (number !== before) phone.open(number);
  phone.showFaults(faults);
  wall.mark({ open: number });
  document.title = number === null ? "Handsets · carrier in a box" : `${spaced(number)} · carrier in a box`;
  cover();
  if (place === "faults") byId("faults-title").focus({ preventScroll: true });
  else if (number === null && before !== null) wall.focus(before);
}

/** On a small screen a panel covers the wall, which then can't be reached by keyboard either. */
function cover() {
  const covered = narrow.matches && !(byId("phone").hidden && byId("faults").hidden);
  byId("bar").inert = covered;
  byId("wall-scroll").inert = covered;
}

addEventListener("hashchange", route);
narrow.addEventListener("change", cover);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || event.target === byId("search")) return;
  if (location.hash.slice(1)) location.hash = "";
});

let typing;
byId("search").addEventListener("input", ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const digits = target.value.replace(/\D/g, "");
    if (digits !== handsets.search && (await asked(() => handsets.seek(digits)))) refreshed();
  }, 150);
});

byId("newer").addEventListener("click", () => wall.toTop());
byId("clear-faults").addEventListener("click", () => asked(api.clearFaults));

asked(api.state).then((state) => {
  const path = `/2010-04-01/Accounts/${state?.account_sid}/Messages.json`;
  if (state) say(byId("endpoint"), `POST ${location.origin}${path}`);
});
api.follow({
  hello,
  messages: receive,
  reload,
  faults: (event) => showFaults(event.faults),
  lost: () => connection("lost"),
});
route();

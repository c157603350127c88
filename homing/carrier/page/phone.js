// One handset: its conversation, its reply box, its faults.

import * as api from "./api.js";
import { Bubbles } from "./bubbles.js";
import { byId, say } from "./dom.js";
import { Switches } from "./switches.js";
import { countryName, many, originOf, spaced } from "./words.js";

const NUMBER = /^\+?\d+$/;

/** What became of a reply, in words, and whether that is good news. */
function outcome({ webhook, replies }) {
  if (webhook === "none") return { words: "Sent. No inbound webhook is set, so nobody was told.", good: true };
  if (webhook === "unreachable") return { words: "Sent, but the webhook can’t be reached.", good: false };
  if (webhook === "timeout") return { words: "Sent, but the webhook did not answer in time.", good: false };
  if (webhook === "dropped") return { words: "Sent, but a fault kept it from the webhook.", good: true };
  const back = replies.length ? `${many(replies.length, "text", "texts")} came back` : "nothing came back";
  const good = webhook >= 200 && webhook < 300;
  return { words: `The webhook answered ${webhook}, ${back}.`, good };
}

export class Phone {
  #panel = byId("phone");
  #words = byId("words");
  #peer = byId("peer");
  #bubbles = new Bubbles();
  #switches = new Switches(byId("phone-switches"));
  #loading = null;

  number = null;

  constructor() {
    byId("reply").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(this.#words.value, true);
    });
    byId("quick").addEventListener("click", (event) => {
      if (event.target.dataset.reply) this.#send(event.target.dataset.reply, false);
    });
    this.#words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send(this.#words.value, true);
    });
    this.#words.addEventListener("input", () => this.#grow());
  }

  set resolve(hosts) {
    this.#bubbles.resolve = hosts;
  }

  async open(number) {
    this.number = number;
    const { country } = originOf(number);
    say(byId("phone-number"), spaced(number));
    say(byId("phone-country"), country);
    byId("phone-country").hidden = !country;
    this.#about();
    this.#answer("");
    this.#words.value = "";
    this.#grow();
    this.#bubbles.clear();
    byId("quiet").hidden = true;
    this.#panel.hidden = false;
    byId("phone-number").focus({ preventScroll: true });
    await this.load();
  }

  close() {
    this.#loading?.abort();
    this.number = null;
    this.#panel.hidden = true;
  }

  /** Fetch the conversation anew. */
  async load() {
    this.#loading?.abort();
    const { signal } = (this.#loading = new AbortController());
    this.#bubbles.asked();
    try {
      const { messages } = await api.conversation(this.number, signal);
      this.#bubbles.replace(messages);
      byId("quiet").hidden = messages.length > 0;
      this.#about();
    } catch (error) {
      if (error instanceof api.Refusal) this.#answer(error.message, false);
      else if (error.name !== "AbortError") throw error;
    }
  }

  receive(messages) {
    this.#bubbles.receive(messages);
    this.#about();
  }

  showFaults(faults) {
    if (this.number === null) return;
    const inForce = this.#switches.show(this.number, faults);
    const badge = byId("phone-faults-count");
    badge.hidden = !inForce;
    say(badge, `${inForce} on`);
  }

  /** The header's second line, and whom the handset can write to. */
  #about() {
    const { size, peers: all } = this.#bubbles;
    const place = countryName(originOf(this.number).country);
    say(byId("phone-about"), [place, many(size, "text", "texts")].filter(Boolean).join(" · "));
    const peers = all.filter((peer) => NUMBER.test(peer));
    const offered = [...this.#peer.options].map(({ value }) => value);
    if (peers.join() === offered.join()) return;
    const chosen = this.#peer.value;
    this.#peer.replaceChildren(...peers.map((peer) => new Option(spaced(peer), peer)));
    if (peers.includes(chosen)) this.#peer.value = chosen;
    byId("peer-label").hidden = peers.length < 2;
  }

  async #send(body, typed) {
    if (!body.trim() || byId("send").disabled) return;
    const { number } = this;
    this.#busy(true);
    try {
      const to = this.#peer.options.length > 1 ? this.#peer.value : null;
      const became = outcome(await api.reply(number, body, to));
      if (number !== this.number) return;
      this.#answer(became.words, became.good);
      if (typed) this.#words.value = "";
    } catch (error) {
      if (!(error instanceof api.Refusal)) throw error;
      if (number === this.number) this.#answer(error.message, false);
    } finally {
      this.#busy(false);
      this.#grow();
    }
  }

  #busy(busy) {
    byId("send").disabled = busy;
    for (const button of byId("quick").querySelectorAll("button")) button.disabled = busy;
  }

  #answer(words, good = true) {
    const line = byId("answer");
    line.hidden = !words;
    line.toggleAttribute("data-bad", !good);
    say(line, words);
  }

  #grow() {
    const { style } = this.#words;
    style.height = "auto";
    const borders = this.#words.offsetHeight - this.#words.clientHeight;
    style.height = `${this.#words.scrollHeight + borders}px`;
  }
}

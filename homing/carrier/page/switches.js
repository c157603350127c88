// Faults to switch, for one number or for all.

import * as api from "./api.js";
import { byId, say } from "./dom.js";

/** Whether a fault in force is what a switch would put in force. */
function meets(wanted, fault) {
  const narrower = fault.statuses !== null && !("statuses" in wanted);
  return !narrower && Object.entries(wanted).every(([name, value]) => fault[name] === value);
}

const NAMES = {
  hang: "no answer",
  reset: "connection reset",
  truncate: "answer cut off",
  error: "error",
  delay: "slow answer",
  fail: "text ends with",
  silent: "silent",
  drop_callbacks: "callbacks dropped",
  duplicate_callbacks: "callbacks repeated",
  reorder_callbacks: "callbacks out of order",
  delay_callbacks: "callbacks late",
};

/** A fault in words, e.g. "text ends with 30007, next 2". */
export function inWords({ kind, code, seconds, next, statuses }) {
  const name = [NAMES[kind] ?? kind, code].filter(Boolean).join(" ");
  const limits = [seconds && `${seconds} s`, statuses && statuses.join(" "), next && `next ${next}`];
  return [name, ...limits].filter(Boolean).join(", ");
}

export class Switches {
  #root;
  #error;
  #others;
  #target = null; // a number, or null for all
  #inForce = [];

  constructor(root) {
    root.append(byId("switches-template").content.cloneNode(true));
    this.#root = root;
    this.#error = root.querySelector(".switches-error");
    this.#others = root.querySelector(".others");
    root.addEventListener("change", (event) => this.#flip(event.target));
    this.#others.addEventListener("click", (event) => this.#remove(event.target.dataset.fault));
  }

  /** Show the faults of `target` among all that are in force; answers how many it has. */
  show(target, faults) {
    if (target !== this.#target) this.#complain("");
    this.#target = target;
    this.#inForce = faults.filter(({ to }) => to === target);
    const rest = new Set(this.#inForce);
    for (const input of this.#inputs()) {
      const met = this.#met(input);
      input.checked = met.length > 0;
      for (const fault of met) rest.delete(fault);
    }
    const general = target === null ? [] : faults.filter(({ to }) => to === null);
    const others = [...rest].map((fault) => listed(fault, endOf(fault)));
    others.push(...general.map((fault) => listed(fault, allOf())));
    this.#others.hidden = !others.length;
    this.#others.querySelector("ul").replaceChildren(...others);
    return this.#inForce.length;
  }

  #inputs(within = this.#root) {
    return [...within.querySelectorAll("input[data-fault]")];
  }

  #met(input) {
    const wanted = JSON.parse(input.dataset.fault);
    return this.#inForce.filter((fault) => meets(wanted, fault));
  }

  async #flip(input) {
    const group = input.closest("fieldset[data-exclusive]");
    const ending = input.checked && group ? this.#inputs(group).filter((other) => other !== input) : [];
    const over = (input.checked ? ending : [input]).flatMap((one) => this.#met(one));
    await this.#try(async () => {
      await Promise.all(over.map(({ id }) => api.removeFault(id)));
      if (!input.checked) return;
      const wanted = JSON.parse(input.dataset.fault);
      await api.addFault(this.#target === null ? wanted : { ...wanted, to: this.#target });
    });
  }

  #remove(id) {
    if (id) return this.#try(() => api.removeFault(id));
  }

  /** Do it, say why not, and show what is in force: the carrier's word counts, not the switch's. */
  async #try(work) {
    const target = this.#target;
    try {
      await work();
      this.#complain("");
      const faults = await api.faults();
      if (target === this.#target) this.show(target, faults);
    } catch (error) {
      if (!(error instanceof api.Refusal)) throw error;
      this.#complain(error.message);
      for (const input of this.#inputs()) input.checked = this.#met(input).length > 0;
    }
  }

  #complain(words) {
    this.#error.hidden = !words;
    say(this.#error, words);
  }
}

function listed(fault, last) {
  const item = document.createElement("li");
  item.append(inWords(fault), last);
  return item;
}

function endOf(fault) {
  const end = document.createElement("button");
  end.type = "button";
  end.dataset.fault = fault.id;
  end.textContent = "End";
  end.setAttribute("aria-label", `End: ${inWords(fault)}`);
  return end;
}

function allOf() {
  const link = document.createElement("a");
  link.href = "#faults";
  link.textContent = "for all numbers";
  return link;
}

// Small helpers for the document. Text only ever enters it as text.

export const byId = (id) => document.getElementById(id);

/** The element inside a template, copied. */
export const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);

/** Set an element's text, and touch it only if that changes something. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Show a delivery state as `stateOf` describes it. */
export function showState(element, { kind }, words) {
  element.dataset.state = kind;
  element.querySelector("use").setAttribute("href", `#icon-${kind}`);
  say(element.querySelector(".state-words"), words);
}

export const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Do `work` when asked, but not more often than every so many milliseconds, and not twice at once: who asks
 * meanwhile is served together with all others afterwards.
 */
export function gathered(work, milliseconds) {
  let waiting = false;
  let working = false;
  let next = 0;

  async function run() {
    waiting = false;
    working = true;
    try {
      await work();
    } finally {
      working = false;
      next = performance.now() + milliseconds;
      if (waiting) later();
    }
  }

  const later = () => setTimeout(run, Math.max(0, next - performance.now()));

  return () => {
    if (waiting) return;
    waiting = true;
    if (!working) later();
  };
}

// What the page is nicer with; without it everything works.
"use strict";

// One press is one request; who hears nothing for long may press again.
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 10_000);
  });
}
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
});

// Another code may be asked for in a while: count down, then let it.
const hint = document.querySelector("#wait-hint[data-wait]");
if (hint) {
  const button = hint.closest("form").querySelector("button");
  const until = performance.now() + 1000 * Number(hint.dataset.wait);
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    button.disabled = left > 0;
    if (left > 0) {
      hint.textContent = hint.dataset.words.replace("{seconds}", left);
      setTimeout(tick, 250);
    } else {
      hint.remove();
      button.removeAttribute("aria-describedby");
    }
  };
  tick();
}

// Whoever comes back with an answer or a fault hears it first.
const told = document.getElementById("fault") ?? document.getElementById("said");
if (told && !document.querySelector("[autofocus]")) told.focus();

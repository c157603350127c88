"""What a reader with eyes, a keyboard, a narrow window or large letters meets on the page as it is shown."""

from typing import Any, Final

from tests.profile.chromium import Tab

# The contrast of WCAG 2.2 (1.4.3), of every text against the ground that it truly stands on.
_CONTRAST: Final = """
(() => {
  const luminance = ([r, g, b]) => {
    const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const read = (color) => {
    const parts = color.match(/[\\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const { rgb, alpha } = read(getComputedStyle(e).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const e = node.parentElement;
    if (!node.textContent.trim() || ["SCRIPT", "STYLE", "OPTION"].includes(e.tagName)) continue;
    if (!e.checkVisibility() || e.closest(":disabled")) continue;
    const style = getComputedStyle(e);
    const [a, b] = [luminance(read(style.color).rgb), luminance(ground(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) poor.push(node.textContent.trim().slice(0, 40));
  }
  return poor;
})()
"""
# What leaves the window to the right, and what is too small for a finger (WCAG 2.2, 2.5.8: 24 pixels).
_FIT: Final = """
(() => {
  const seen = (e) => e.checkVisibility() && e.getBoundingClientRect().width > 0;
  const all = [...document.querySelectorAll("body *")].filter(seen);
  const out = all.filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
  const hit = all.filter((e) => e.matches("button, input:not([type=hidden]), select, summary"));
  const small = hit.filter((e) => {
    const box = e.getBoundingClientRect();
    const label = e.labels?.[0]?.getBoundingClientRect();
    return Math.max(box.height, label?.height ?? 0) < 24 || Math.max(box.width, label?.width ?? 0) < 24;
  });
  return {
    wider: document.documentElement.scrollWidth > innerWidth,
    out: out.map((e) => e.outerHTML.slice(0, 80)),
    small: small.map((e) => e.outerHTML.slice(0, 80)),
  };
})()
"""
_NAMES: Final = """
[...document.querySelectorAll("button, input:not([type=hidden]), select, summary, a")]
  .filter((e) => e.checkVisibility())
  .filter((e) => !(e.labels?.[0]?.innerText || e.innerText || e.getAttribute("aria-label") || "").trim())
  .map((e) => e.outerHTML.slice(0, 80))
"""
_FOCUS: Final = """
(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  return [[...document.querySelectorAll("*")].indexOf(e), e.id || e.name || e.innerText.slice(0, 30),
          style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
})()
"""


async def check_look(tab: Tab) -> None:
    """Contrast, names, sizes, and nothing beyond the window's edge."""
    assert await tab.ask(_CONTRAST) == [], "too little contrast"
    assert await tab.ask(_NAMES) == [], "something to use has no name"
    fit: dict[str, Any] = await tab.ask(_FIT)
    assert fit == {"wider": False, "out": [], "small": []}
    assert not tab.faults, tab.faults


async def walk_by_keyboard(tab: Tab, most: int = 60) -> list[str]:
    """Everything that Tab reaches, in order, each with a focus that is seen."""
    reached: dict[int, str] = {}
    for _ in range(most):
        await tab.press("Tab")
        focus = await tab.ask(_FOCUS)
        if focus is None:
            break
        place, name, seen = focus
        if place in reached and place != list(reached)[-1]:
            break  # once around; a field of a time has several parts
        assert seen, f"the focus on {name} is not seen"
        reached[place] = name
    return list(reached.values())

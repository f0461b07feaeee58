// Who takes something back stays where they were: at the same part of the page, as far down.
const KEPT = "undone";
const PATIENCE = 3000;

function here() {
  return window.location.pathname + window.location.search;
}

document.addEventListener("submit", (event) => {
  const next = event.target.closest("[data-notice] form")?.elements.next;
  if (!next || event.defaultPrevented) return;
  const wanted = new URL(next.value || here(), window.location.href);
  if (wanted.pathname + wanted.search !== here()) return;
  next.value = here() + window.location.hash;
  window.sessionStorage.setItem(KEPT, JSON.stringify({ at: here(), y: window.scrollY, when: Date.now() }));
});

// Panels that come later make the page as long as it was: until then, or until somebody scrolls, it is tried again.
function goBack({ y }) {
  const until = Date.now() + PATIENCE;
  let over = false;
  for (const sign of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(sign, () => (over = true), { once: true, passive: true });
  }
  const scroll = () => over || Date.now() > until || window.scrollTo({ top: y, behavior: "instant" });
  scroll();
  window.addEventListener("load", scroll);
  document.addEventListener("htmx:afterSettle", scroll);
}

const kept = JSON.parse(window.sessionStorage.getItem(KEPT) ?? "null");
window.sessionStorage.removeItem(KEPT);
if (kept?.at === here() && Date.now() - kept.when < 60000) goBack(kept);

import { all, onContent } from "./ready.js";

// A form marked data-unsaved is asked about before its page is left, once something in it is not what it was.
// data-unsaved="yes": it came back with what was typed and not saved. What the browser then says is its own.
// Where a page has several, data-unsaved-ask is what one of them asks before it goes and leaves another behind.
const said = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
const was = new Map();
let sent = null;
let given = false; // what stands in the other forms is given up

onContent((root) => all(root, "form[data-unsaved]").forEach((form) => was.set(form, said(form))));

function losesBeside(kept) {
  const changed = (form) => form.isConnected && (form.dataset.unsaved === "yes" || said(form) !== was.get(form));
  return [...was.keys()].some((form) => form !== kept && changed(form));
}

// Before anything else hears of it, so that the button does not rest when one stays.
document.addEventListener("submit", (event) => {
  const ask = event.target.dataset.unsavedAsk;
  given = Boolean(ask) && losesBeside(event.target);
  if (!given || window.confirm(ask)) return;
  given = false;
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent = event.target;
});
window.addEventListener("beforeunload", (event) => {
  const lost = !given && losesBeside(sent);
  sent = null;
  given = false;
  if (lost) event.preventDefault();
});

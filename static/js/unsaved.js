import { all, onContent } from "./ready.js";

// A form marked data-unsaved is asked about before its page is left, once something in it is not what it was.
// data-unsaved="yes": it came back with what was typed and not saved. What the browser then says is its own.
export const said = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
const was = new Map();
let sent = null;

onContent((root) => all(root, "form[data-unsaved]").forEach((form) => was.set(form, said(form))));

const changed = (form) => form.isConnected && (form.dataset.unsaved === "yes" || said(form) !== was.get(form));

function losesBeside(kept) {
  return [...was.keys()].some((form) => form !== kept && changed(form));
}

// Whether something typed in a part of the page is not saved.
export const isUnsaved = (part) => [...was.keys()].some((form) => part.contains(form) && changed(form));

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent = event.target;
});
window.addEventListener("beforeunload", (event) => {
  const lost = losesBeside(sent);
  sent = null;
  if (lost) event.preventDefault();
});

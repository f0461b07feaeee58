// One-letter keys, in either keyboard layout, never while somebody types.
import { openDialog } from "./dialog.js";

const addresses = document.querySelector("[data-shortcuts]")?.dataset;

// A sheet that was closed just now may hold the focus for a moment: nobody types there.
function typing(element) {
  const field = element?.closest("input, textarea, select, [contenteditable]");
  return (field && !field.closest("dialog:not([open])")) || document.querySelector("dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (!addresses || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (event.code === "KeyL" || key === "l") openDialog(addresses.log);
  else if (event.code === "KeyN" || key === "n") window.location.href = addresses.new;
  else if (key === "?" || (event.code === "Slash" && event.shiftKey)) openDialog(addresses.help);
  else if (key === "/" || event.code === "Slash") {
    const search = document.querySelector("[data-search]");
    if (search) search.focus();
    else window.location.href = addresses.find;
  } else return;
  event.preventDefault();
});

// Ctrl K opens the palette anywhere. In it the arrows walk the lines, Enter opens the first or the chosen one.
import { openDialog } from "./dialog.js";

const address = document.querySelector("[data-shortcuts]")?.dataset.paletteAddress;
let waiting = false;
let early = null;

function current() {
  return document.querySelector("dialog[open] [data-palette]") || document.querySelector("main [data-palette]");
}

function open() {
  const palette = current();
  if (palette) palette.querySelector("input[name=q]").select();
  else if (!document.querySelector("dialog[open]") && early === null) {
    early = "";
    openDialog(address).finally(giveEarly);
  }
}

// What is typed before the palette has come is its first letters, and no one-letter key of the page.
function keepEarly(event) {
  if (early === null || event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
  early += event.key;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function giveEarly() {
  const input = current()?.querySelector("input[name=q]");
  if (input && early) {
    input.value = early;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  early = null;
}

document.addEventListener("keydown", keepEarly, true);

// What was typed last may still be on its way; then Enter waits for it.
function openFirst(palette) {
  const typed = palette.querySelector("input[name=q]").value;
  waiting = palette.querySelector("[data-query]").dataset.query !== typed;
  if (!waiting) palette.querySelector("[data-entry]")?.click();
}

function walk(palette, step) {
  const lines = [...palette.querySelectorAll("[data-entry]")];
  const place = lines.indexOf(document.activeElement) + step;
  if (place < 0) palette.querySelector("input[name=q]").focus();
  else lines[Math.min(place, lines.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (address && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
    event.preventDefault();
    open();
    return;
  }
  const palette = event.target.closest?.("[data-palette]");
  if (!palette || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const input = event.target.matches("input[name=q]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(palette, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && input) openFirst(palette);
  else {
    if (!input && (event.key.length === 1 && event.key !== " " || event.key === "Backspace")) palette.querySelector("input[name=q]").focus();
    return;
  }
  event.preventDefault();
});

document.addEventListener("input", () => { waiting = false; });
document.addEventListener("htmx:afterSwap", (event) => {
  const palette = event.target.closest?.("[data-palette]") || current();
  if (waiting && palette) openFirst(palette);
});

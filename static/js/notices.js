import { all, onContent } from "./ready.js";

// Notices leave by themselves, but for errors and for those that offer to undo, which stay longer.
function leave(notice) {
  const stays = notice.classList.contains("notice-error") ? 0 : notice.querySelector("form") ? 20000 : 7000;
  if (stays) setTimeout(() => notice.matches(":hover, :focus-within") || notice.remove(), stays);
}

onContent((root) => all(root, "[data-notice]").forEach(leave));
document.addEventListener("click", (event) => event.target.closest("[data-close-notice]")?.closest("[data-notice]").remove());

// What is said in the page's place takes that of before away, but for what still has something to press.
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target } }) => {
  if (target.id === "notices") all(target, "[data-notice]:not(.notice-error):not(:has(form))").forEach((old) => old.remove());
});

import { all, onContent } from "./ready.js";

// Notices leave by themselves, but for errors and for those that offer to undo, which stay longer.
function leave(notice) {
  const stays = notice.classList.contains("notice-error") ? 0 : notice.querySelector("form") ? 20000 : 7000;
  if (stays) setTimeout(() => notice.matches(":hover, :focus-within") || notice.remove(), stays);
}

onContent((root) => all(root, "[data-notice]").forEach(leave));
document.addEventListener("click", (event) => event.target.closest("[data-close-notice]")?.closest("[data-notice]").remove());

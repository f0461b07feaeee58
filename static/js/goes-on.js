import { all, onContent } from "./ready.js";

// What was saved in its place says where one goes on: there it unfolds, and the keyboard stands there.
onContent((root) => all(root, "[data-goes-on]").forEach((saved) => {
  const next = document.getElementById(saved.dataset.goesOn)?.querySelector("details");
  if (!next) return;
  next.open = true;
  next.querySelector("summary").focus();
}));

import { onContent } from "./ready.js";
import { isUnsaved } from "./unsaved.js";

// A plan that was finished in its place reads as its story at once: its steps fold away, unless one of them holds
// something typed and not saved. One that is unfinished again stands open as a plan.
onContent(() => {
  const mend = document.getElementById("launch-mend");
  const finished = Boolean(document.querySelector("#launch-told[data-finished]"));
  if (!mend || finished === !mend.classList.contains("is-plan")) return;
  mend.classList.toggle("is-plan", !finished);
  mend.open = !finished || isUnsaved(mend);
  if (mend.open) return;
  const title = document.querySelector("#launch-head h1");
  title.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
});

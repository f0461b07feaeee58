// A form of rows with ticks: all on the page at once, how many are ticked, and its sheets in the dialogue.
import { openDialog } from "./dialog.js";
import { all, onContent } from "./ready.js";

function follow(form) {
  const rows = [...form.querySelectorAll(".row-tick input")];
  const page = form.querySelector("[data-tick-page]");
  const everybody = form.querySelector("[data-tick-everybody]");
  const said = form.querySelector("[data-ticked]");
  let last = null;
  const say = () => {
    const ticked = rows.filter((row) => row.checked).length;
    page.checked = ticked === rows.length;
    page.indeterminate = ticked > 0 && ticked < rows.length;
    said.textContent = ticked && !everybody.checked ? `${said.dataset.ticked} ${ticked}` : "";
  };
  // With Shift, everybody between the last tick and this one.
  form.addEventListener("click", ({ target, shiftKey }) => {
    const here = rows.indexOf(target);
    if (here < 0) return;
    const from = last ?? here;
    if (shiftKey) rows.slice(Math.min(from, here), Math.max(from, here) + 1).forEach((row) => (row.checked = target.checked));
    last = here;
    say();
  });
  page.addEventListener("change", () => rows.forEach((row) => (row.checked = page.checked)));
  form.addEventListener("change", say);
  page.closest("label").hidden = false;
  say();
}

onContent((root) => all(root, "form[data-ticks]").forEach(follow));

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-sheet-form]") || !submitter) return;
  event.preventDefault();
  const address = new URL(submitter.formAction, window.location.href);
  address.search = new URLSearchParams(new FormData(form));
  openDialog(address.href);
});

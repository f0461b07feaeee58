// A form that came back begins with the first thing to be answered: the field or the row that is named above, else
// what is said of the form as a whole. A link to it opens the part of the form in which it stands.
import { all, onContent } from "./ready.js";

function begin(place) {
  const field = document.getElementById(decodeURIComponent(place.hash.slice(1)));
  if (!field) return false;
  for (let part = field.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])")) part.open = true;
  (field.tomselect ?? field).focus();
  // With its label, or the question that it answers.
  field.closest("fieldset, .field-block")?.scrollIntoView({ block: "nearest" });
  return true;
}

onContent((root) => {
  const [said] = all(root, ".form-errors[data-refused]");
  if (!said) return;
  const place = said.querySelector(".places a");
  if (!place || !begin(place)) said.focus();
});

document.addEventListener("click", (event) => {
  const place = event.target.closest(".form-errors .places a");
  if (place && begin(place)) event.preventDefault();
});

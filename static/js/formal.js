// Attributes of formal associations show where they apply: for that kind, and while something stands in them.
import { all, onContent } from "./ready.js";

function follow(part) {
  const kind = part.closest("form")?.querySelector("[name=kind]");
  if (!kind) return;
  const fields = [...part.querySelectorAll("input, textarea")];
  const show = () => {
    const said = fields.some((field) => field.value.trim()) || part.querySelector(".errorlist, .form-error");
    part.hidden = kind.value !== "formal_association" && !said;
  };
  kind.addEventListener("change", show);
  show();
}

onContent((root) => all(root, "[data-formal], fieldset.formal").forEach(follow));

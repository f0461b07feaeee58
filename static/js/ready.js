// Runs a behaviour on what the page has, and on what htmx brings later.
export function onContent(run) {
  run(document);
  document.addEventListener("htmx:load", (event) => run(event.detail.elt));
}

export function all(root, selector) {
  const inside = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...inside] : inside;
}

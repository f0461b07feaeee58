// What cannot be undone is asked about first: <form data-ask="…">. The question is the browser's own.
document.addEventListener(
  "submit",
  (event) => {
    const { ask } = event.target.dataset;
    if (!ask || window.confirm(ask)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

// Links marked data-dialog open in the dialogue instead of a page of their own.
const dialog = document.getElementById("dialog");

export function openDialog(address) {
  if (!dialog) {
    window.location.href = address;
    return Promise.resolve();
  }
  return window.htmx.ajax("GET", address, { target: dialog, swap: "innerHTML" }).then(() => {
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[autofocus], .ts-control input, input:not([type=hidden]), textarea, select")?.focus();
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openDialog(link.href);
  } else if (dialog?.open && (event.target.closest("[data-close]") || event.target === dialog)) {
    event.preventDefault();
    dialog.close();
  }
});

// A file that the server would not take is refused where it is chosen: a page of the server comes too late for that.
document.addEventListener("change", ({ target }) => {
  const most = Number(target.dataset?.mostBytes);
  if (!most || !target.files) return;
  const isLarge = [...target.files].some((file) => file.size > most);
  target.setCustomValidity(isLarge ? target.dataset.tooLarge : "");
  if (isLarge) target.reportValidity();
});

// The same file, made smaller meanwhile, counts as chosen anew.
document.addEventListener("click", ({ target }) => {
  if (target.dataset?.mostBytes && target.validity.customError) target.value = "";
});

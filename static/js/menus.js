// A menu closes when something else is pressed, and on Escape.
function close(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => menu === except || menu.removeAttribute("open"));
}

document.addEventListener("click", (event) => close(event.target.closest("a") ? null : event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector("details.menu[open] > summary")?.focus();
  close(null);
});

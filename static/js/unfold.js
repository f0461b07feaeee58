// A printed note shows what is folded in it: nobody can open it on paper.
let opened = [];

window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".note-text details:not([open])")];
  for (const one of opened) one.open = true;
});

window.addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
  opened = [];
});

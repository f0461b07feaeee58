// A password that can be looked at while it is typed: <input data-reveal>, and its words on [data-reveal-show].
for (const input of document.querySelectorAll("input[data-reveal]")) {
  const texts = document.querySelector("[data-reveal-show]").dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link btn-sm";
  button.setAttribute("aria-controls", input.id);
  const say = () => {
    const shown = input.type === "text";
    button.textContent = shown ? texts.revealHide : texts.revealShow;
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => {
    input.type = input.type === "text" ? "password" : "text";
    say();
    input.focus();
  });
  // The browser keeps no password of a field that was sent as plain text.
  input.form.addEventListener("submit", () => (input.type = "password"));
  const row = document.createElement("div");
  row.append(button);
  input.after(row);
  say();
}

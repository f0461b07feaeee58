// Before the first paint: light or dark, as the user chose or as the device says.
(function () {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    const chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "dark" || (chosen !== "light" && dark.matches) ? "dark" : "light";
    root.dispatchEvent(new CustomEvent("theme"));
  }
  apply();
  dark.addEventListener("change", apply);
})();

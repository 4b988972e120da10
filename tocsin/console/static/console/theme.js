// Light, dark or as the system: kept in a cookie, so that the server draws the page right at once.
const root = document.documentElement;
const sheet = document.getElementById("dark");
const MEDIA = { dark: "screen", light: "not all", system: "screen and (prefers-color-scheme: dark)" };

function show(theme) {
  root.dataset.theme = theme;
  sheet.media = MEDIA[theme];
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
    if (button.dataset.setTheme === theme) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  document.dispatchEvent(new CustomEvent("tocsin:theme"));
}

for (const group of document.querySelectorAll("[data-themes]")) group.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-theme]");
  if (!button) return;
  const theme = button.dataset.setTheme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `tocsin_theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  show(theme);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(root.dataset.theme));
show(root.dataset.theme);

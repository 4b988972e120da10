// A table wider than its box can be scrolled with the keys: only then does the box take the focus.
function measure() {
  for (const box of document.querySelectorAll(".table-box")) {
    const isWider = box.scrollWidth > box.clientWidth;
    if (!isWider) {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      continue;
    }
    const heading = box.closest("section, main")?.querySelector("h1, h2, h3");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    if (!box.hasAttribute("aria-label")) box.setAttribute("aria-label", heading?.textContent.trim() ?? "");
  }
}

measure();
addEventListener("resize", measure);
document.addEventListener("tocsin:changed", measure);

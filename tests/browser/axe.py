"""axe-core, which judges a page by the rules of WCAG; a tool of the build, never committed."""

from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BUILT = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core"

OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""All that another theme of the same page can break."""

OF_SIZE = ["target-size", "scrollable-region-focusable", "meta-viewport"]
"""All that a smaller screen of the same page can break."""

ASK = """async (only) => {
  const options = { runOnly: only, resultTypes: ["violations"] };
  const found = await axe.run(document, options);
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`));
}"""


def axe_file() -> Path | None:
    """Return axe of the frontend's tools, or of the package axe-core-python; None without both."""
    package = find_spec("axe_core_python")
    places = [BUILT, *map(Path, (package and package.submodule_search_locations) or [])]
    return next((file for place in places if (file := place / "axe.min.js").is_file()), None)


def violations(page: Page, *, only: list[str] | None = None) -> list[str]:
    """Return what is wrong with the page as it is now, one line for each element.

    `only` names rules of axe; None asks for all that WCAG 2.2 AA has.
    """
    if page.evaluate("typeof axe") == "undefined":
        file = axe_file()
        assert file is not None, "ask axe_file() first"
        page.evaluate(file.read_text("utf-8"))
    asked = {"type": "rule", "values": only} if only else {"type": "tag", "values": WCAG}
    said: list[str] = page.evaluate(ASK, asked)
    return said

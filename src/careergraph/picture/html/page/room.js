// Legend and details: beside the picture where there is room, else over it.
import { find, page } from "./data.js";
import { hasLittleRoom, narrow } from "./state.js";

export function layOut() {
  document.body.toggleAttribute("data-overlaid", hasLittleRoom() && !narrow.matches);
  document.body.toggleAttribute("data-compact", page.compact === true);
}

export function showPanel(open) {
  if (narrow.matches) openSheet(open ? "panel" : null);
  document.body.toggleAttribute("data-closed", !open);
  find("open-about").setAttribute("aria-expanded", String(open));
}

// On a narrow screen legend and panel are sheets over the picture, one at a time.
export function openSheet(name) {
  if (name) document.body.dataset.sheet = name;
  else delete document.body.dataset.sheet;
  find("open-legend").setAttribute(
    "aria-expanded",
    String(name === "legend" || (!narrow.matches && !document.body.dataset.folded)),
  );
}

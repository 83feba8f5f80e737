// The search box: names and aliases, the usual keys of a combobox.
import { announce, classOf, cut, el, find, oneLine, plural, shapeOf, things } from "./data.js";
import { resetFilters, state } from "./state.js";
import { swatch } from "./legend.js";
import { centre, container } from "./picture.js";
import { pickThing } from "./panel.js";

export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let hits = [];
let active = -1;

function searchWords(thing) {
  thing.words ??= [thing.name, ...(thing.about?.aliases ?? [])].map((word) => [fold(oneLine(word)), oneLine(word)]);
  return thing.words;
}

// 0 begins with it, 1 a word begins with it, 2 contains it; an alias counts half a rank less.
function rank(thing, wanted) {
  let best = null;
  searchWords(thing).forEach(([folded, word], index) => {
    const at = folded.indexOf(wanted);
    if (at < 0) return;
    const value = (at === 0 ? 0 : /[^\p{L}\p{N}]/u.test(folded[at - 1]) ? 1 : 2) + (index ? 0.5 : 0);
    if (!best || value < best.value) best = { value, alias: index ? word : null };
  });
  return best;
}

function search(text) {
  const wanted = fold(oneLine(text));
  if (!wanted) return [];
  return things
    .map((thing) => ({ thing, match: rank(thing, wanted) }))
    .filter((hit) => hit.match)
    .sort(
      (a, b) =>
        a.match.value - b.match.value ||
        (b.thing.importance ?? 0) - (a.thing.importance ?? 0) ||
        (a.thing.name < b.thing.name ? -1 : 1),
    )
    .slice(0, 12);
}

function showHits() {
  const input = find("search");
  hits = search(input.value);
  active = hits.length ? 0 : -1;
  const list = find("found");
  const nothing = oneLine(input.value)
    ? [el("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing here has this name")]
    : [];
  list.replaceChildren(
    ...(hits.length
      ? hits.map(({ thing, match }, index) =>
          el(
            "li",
            {
              id: `hit-${index}`,
              role: "option",
              "aria-selected": "false",
              onpointerdown: (event) => {
                event.preventDefault();
                pick(index);
              },
            },
            swatch(classOf(thing), shapeOf(thing)),
            el(
              "span",
              { class: "label", dir: "auto" },
              cut(thing.name, 80),
              match.alias ? el("small", {}, ` ${cut(match.alias, 60)}`) : null,
            ),
            el("small", { class: "kind" }, thing.shown ? classOf(thing).label : "filtered out"),
          ),
        )
      : nothing),
  );
  list.hidden = list.children.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  markActive();
  if (oneLine(input.value))
    announce(hits.length ? `${plural(hits.length, "result", "results")}` : "Nothing here has this name");
}

function markActive() {
  for (const [index, option] of [...find("found").children].entries()) {
    option.setAttribute("aria-selected", String(index === active));
    if (index === active) option.scrollIntoView({ block: "nearest" });
  }
  if (active >= 0) find("search").setAttribute("aria-activedescendant", `hit-${active}`);
  else find("search").removeAttribute("aria-activedescendant");
}

function closeHits() {
  find("found").hidden = true;
  find("search").setAttribute("aria-expanded", "false");
  find("search").removeAttribute("aria-activedescendant");
}

function pick(index) {
  const hit = hits[index];
  if (!hit) return;
  find("search").value = "";
  hits = [];
  closeHits();
  if (!hit.thing.shown) resetFilters();
  pickThing(hit.thing);
  if (state.view === "picture") centre(hit.thing);
}

export function startSearch() {
  const input = find("search");
  input.addEventListener("input", showHits);
  input.addEventListener("focus", () => {
    if (input.value) showHits();
  });
  input.addEventListener("blur", closeHits);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (hits.length) active = (active + step + hits.length) % hits.length;
      markActive();
    } else if (event.key === "Enter") pick(active);
    else if (event.key === "Escape") {
      if (input.value) {
        input.value = "";
        showHits();
      } else {
        input.blur();
        container.focus();
      }
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    const typing =
      event.target instanceof Element &&
      event.target.closest("input:not([type=checkbox], [type=range]), textarea, select");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

// What the user has selected. It is kept in the fragment of the address, so that it can be shared and the back button
// works. Parts of a fragment that name unknown things are ignored.
import {
  classes,
  families,
  grades,
  isCaption,
  kinds,
  linkOf,
  links,
  page,
  routes,
  seniorities,
  substance,
  thingOf,
  things,
} from "./data.js";

export const filters = {
  c: { values: classes, of: (thing) => thing.class },
  f: { values: families, of: (thing) => thing.family },
  s: { values: seniorities, of: (thing) => thing.seniority },
  k: { values: kinds, of: (link) => link.kind },
  g: { values: grades, of: (link) => link.grade },
};
const thingFilters = ["c", "f", "s"];
const linkFilters = ["k", "g"];
// In the picture of a role, things drawn only on demand are not counted.
export const isCounted = (link) => page.kind !== "role" || link.about?.faint !== true;
export const narrow = matchMedia("(max-width: 820px)");
// Where there is little room, legend and details lie over the picture instead of beside it.
export const middling = matchMedia("(max-width: 1100px)");
export const hasLittleRoom = () => page.compact === true || middling.matches;
export const hasLanes = routes.length > 0 && routes.every((route) => route.stops?.length > 0);
export const hasStory = things.some((thing) => thing.about) && (routes.length === 0 || hasLanes);
// Routes open as lanes, and on a phone every picture as a list.
export const views = ["story", "picture", "table"];
const firstView = () => (hasStory && (routes.length > 0 || narrow.matches) ? "story" : "picture");
// More families than one can tell apart by their colours: then colours say something else at first.
const mostColours = 10;
const firstColour = page.kind === "all" && families.size > mostColours ? "pay" : "family";
export const emptyState = () => ({
  node: null,
  edge: null,
  from: null,
  to: null,
  route: null,
  min: 0,
  colour: firstColour,
  view: firstView(),
  hide: Object.fromEntries(Object.keys(filters).map((name) => [name, new Set()])),
});
export const nothingChosen = { node: null, edge: null, from: null, to: null, route: null };
export let state = emptyState();
export const watchers = [];
// What changes while the picture is open: `hovered` is {thing} or {link}; `arranged` until forces have moved the
// nodes, for then x means nothing; `fitted` until somebody has moved the picture since it was fitted.
export const stage = { hovered: null, arranged: true, fitted: true };

export function toFragment(chosen) {
  const parts = new URLSearchParams();
  if (chosen.node) parts.set("n", chosen.node);
  if (chosen.edge) parts.set("e", chosen.edge);
  if (chosen.from) parts.set("from", chosen.from);
  if (chosen.to) parts.set("to", chosen.to);
  if (chosen.route !== null) parts.set("route", chosen.route + 1);
  for (const [name, ids] of Object.entries(chosen.hide)) {
    for (const id of ids) parts.append("hide", `${name}:${id}`);
  }
  if (chosen.min > 0) parts.set("min", chosen.min);
  if (chosen.colour !== firstColour) parts.set("colour", chosen.colour);
  if (chosen.view !== firstView()) parts.set("view", chosen.view);
  return parts.toString();
}

export function fromFragment(fragment) {
  const chosen = emptyState();
  const parts = new URLSearchParams(fragment.slice(0, 20_000));
  const known = (name, index) => (index.has(parts.get(name)) ? parts.get(name) : null);
  chosen.node = known("n", thingOf);
  chosen.edge = known("e", linkOf);
  chosen.from = known("from", thingOf);
  chosen.to = chosen.from ? known("to", thingOf) : null;
  const route = Number(parts.get("route"));
  if (Number.isInteger(route) && routes[route - 1]) chosen.route = route - 1;
  for (const part of parts.getAll("hide")) {
    const [name, id] = [part.slice(0, 1), part.slice(2)];
    if (part[1] === ":" && Object.hasOwn(filters, name) && filters[name].values.has(id)) chosen.hide[name].add(id);
  }
  const least = Number(parts.get("min"));
  if (least > 0 && least <= 1) chosen.min = least;
  if (["family", "pay", "evidence"].includes(parts.get("colour"))) chosen.colour = parts.get("colour");
  if (views.includes(parts.get("view")) && (hasStory || parts.get("view") !== "story")) chosen.view = parts.get("view");
  return chosen;
}

export const currentFragment = () => location.hash.replace(/^#/, "");
let written = null;

function writeFragment(replace) {
  const fragment = toFragment(state);
  if (fragment === toFragment(fromFragment(currentFragment()))) return;
  written = fragment;
  try {
    if (replace) location.replace(`#${fragment}`);
    else location.hash = fragment;
  } catch {
    written = null; // a notebook's frame may forbid it; all else still works
  }
}

// Change the selection and show it. `replace`: without an entry for the back button.
export function choose(patch, { replace = false, quiet = false } = {}) {
  const before = state;
  state = { ...state, ...patch };
  if (!quiet) writeFragment(replace);
  for (const watcher of watchers) watcher(before);
}

export function toggle(name, id, hidden) {
  const ids = new Set(state.hide[name]);
  if (hidden) ids.add(id);
  else ids.delete(id);
  choose({ hide: { ...state.hide, [name]: ids } });
}

export function showOnly(name, id) {
  const ids = new Set([...filters[name].values.keys()].filter((other) => other !== id));
  choose({ hide: { ...state.hide, [name]: ids } });
}

export const resetFilters = () => choose({ hide: emptyState().hide, min: 0 });
export const isFiltered = () => state.min > 0 || Object.values(state.hide).some((ids) => ids.size > 0);

addEventListener("hashchange", () => {
  const fragment = currentFragment();
  if (fragment === written) {
    written = null;
    return;
  }
  written = null;
  choose(fromFragment(fragment), { quiet: true });
});

// What remains after filtering. A thing other than a role disappears with the last of its links; a thing without a
// known importance stays. The name of a family disappears with its last role.
export let familiesShown = new Set();
const hidden = (name, one) => state.hide[name].has(filters[name].of(one));
const unimportant = (one) => one.importance !== null && one.importance < state.min;
const isLoose = (thing) => thing.class !== "role" && thing.links.length > 0 && !thing.links.some((link) => link.passes);

// The count of each value of a filter under all other filters: for a value that is switched off, what it would bring
// back; for the others, what is shown.
export function countEach(name) {
  const isOfLinks = linkFilters.includes(name);
  const others = (isOfLinks ? linkFilters : thingFilters).filter((other) => other !== name);
  const passes = (one) =>
    !others.some((other) => hidden(other, one)) &&
    !unimportant(one) &&
    (isOfLinks ? one.from.shown && one.to.shown : !isLoose(one));
  const counts = new Map();
  for (const one of isOfLinks ? links.filter(isCounted) : substance) {
    const id = filters[name].of(one);
    if (passes(one)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

export function applyFilters() {
  for (const thing of things) {
    thing.shown = !thingFilters.some((name) => hidden(name, thing)) && !unimportant(thing);
  }
  for (const link of links) {
    link.passes = !linkFilters.some((name) => hidden(name, link)) && !unimportant(link);
  }
  for (const thing of things) {
    if (isLoose(thing)) thing.shown = false;
  }
  familiesShown = new Set(substance.filter((thing) => thing.shown).map((thing) => thing.family));
  for (const thing of things)
    if (isCaption(thing))
      thing.shown &&= thing.family === null ? familiesShown.size > 0 : familiesShown.has(thing.family);
  for (const link of links) link.shown = link.passes && link.from.shown && link.to.shown;
}

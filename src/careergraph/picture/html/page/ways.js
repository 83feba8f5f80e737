// Routes in the picture: the fewest steps between two roles, and the routes that the page contains.
import {
  announce,
  cut,
  el,
  find,
  isCaption,
  linkOf,
  oneLine,
  otherEnd,
  plural,
  routes,
  thingOf,
  things,
} from "./data.js";
import { choose, nothingChosen, state } from "./state.js";

export let waiting = null; // the thing a way is to start from, while the person picks where to
export let way = null;

// Breadth first along arrows; among equally short routes, the first one by the more important links. Between two roles
// only roles are passed, otherwise anything.
function findWay(from, to) {
  const rolesOnly = from.class === "role" && to.class === "role";
  const came = new Map([[from, null]]);
  const queue = [from];
  for (let index = 0; index < queue.length && !came.has(to); index += 1) {
    const here = queue[index];
    const outward = here.links
      .filter((link) => link.shown && (link.from === here || !link.directed))
      .sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0) || (a.key < b.key ? -1 : 1));
    for (const link of outward) {
      const next = otherEnd(link, here);
      if (came.has(next) || (rolesOnly && next.class !== "role")) continue;
      came.set(next, { link, here });
      queue.push(next);
    }
  }
  if (!came.has(to)) return null;
  const steps = [];
  for (let at = to; came.get(at); at = came.get(at).here) steps.unshift({ thing: at, link: came.get(at).link });
  return steps;
}

export function updateWay() {
  const [from, to] = [thingOf.get(state.from), thingOf.get(state.to)];
  way = from && to ? findWay(from, to) : null;
}

export function wayFocus() {
  const ends = [thingOf.get(state.from), thingOf.get(state.to)];
  return {
    nodes: new Set([...ends, ...(way ?? []).map((step) => step.thing)]),
    edges: new Set((way ?? []).map((step) => step.link)),
  };
}

export function routeFocus(index) {
  const route = routes[index];
  return {
    nodes: new Set(route.nodes.map((id) => thingOf.get(String(id))).filter(Boolean)),
    edges: new Set(route.edges.map((id) => linkOf.get(String(id))).filter(Boolean)),
  };
}

// If there are roles, routes lead from role to role; in other pictures anything may be an end.
export const hasRoles = things.some((thing) => thing.class === "role");
export const canEndWay = (thing) => !isCaption(thing) && (!hasRoles || thing.class === "role");

export function askForTarget(thing) {
  waiting = thing;
  find("banner").hidden = false;
  find("banner-text").textContent = `From ${cut(thing.name, 60)}: choose where to, in the picture or by search.`;
  find("banner-end").textContent = "Cancel";
  announce(find("banner-text").textContent);
}

// Without a banner: the next thing that is picked is the end.
export function waitForEnd(thing) {
  waiting = thing;
}

export function stopAsking() {
  waiting = null;
  find("banner").hidden = true;
}

export function describeWay() {
  const [from, to] = [thingOf.get(state.from), thingOf.get(state.to)];
  if (from === to) return "Start and end are the same.";
  if (!way) return `There is no route from ${from.name} to ${to.name} in what is shown.`;
  return `${plural(way.length, "step", "steps")} from ${from.name} to ${to.name}: the fewest in what is shown.`;
}

export function drawRoutes() {
  const nav = find("routes");
  nav.hidden = routes.length === 0;
  if (nav.hidden) return;
  const button = (label, index) =>
    el(
      "button",
      {
        type: "button",
        "aria-pressed": "false",
        dir: "auto",
        "data-route": index ?? "all",
        onclick: () => choose({ ...nothingChosen, route: index }),
      },
      label,
    );
  nav.append(
    el("span", { class: "caption" }, routes.length === 1 ? "Route" : "Routes"),
    button("All", null),
    ...routes.map((route, index) => button(cut(oneLine(route.label), 80), index)),
  );
}

export function syncRoutes() {
  for (const button of find("routes").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.route === String(state.route ?? "all")));
  }
}

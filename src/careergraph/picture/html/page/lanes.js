// Routes as lanes: numbered stops with pay, and for each step its evidence, learning and time.
import { clean, el, find, linkOf, routes, thingOf } from "./data.js";
import { choose, nothingChosen, state } from "./state.js";
import { calm } from "./theme.js";
import { barOf } from "./facts.js";
import { evidenceText, pickThing } from "./panel.js";

// A style attribute would be refused by the page's policy; a property that a script sets is not.
document.body.style.setProperty("--stops", String(Math.max(1, ...routes.map((route) => route.stops?.length ?? 0))));

export function laneOf(route, index) {
  return el(
    "article",
    { class: "lane", "data-route": index, "aria-labelledby": `lane-${index}` },
    el(
      "header",
      {},
      el(
        "h2",
        { id: `lane-${index}` },
        el(
          "button",
          { type: "button", class: "lane-title", onclick: () => pickRoute(index) },
          `Route ${index + 1}: ${clean(route.title)}`,
        ),
      ),
      el("p", { class: "note", dir: "auto" }, clean(route.summary)),
    ),
    el(
      "ol",
      { class: "track", "aria-label": `Stops of route ${index + 1}` },
      route.stops.map((stop, place) => stopOf(stop, place, route)),
    ),
  );
}

function stopOf(stop, place, route) {
  const earlier = new Set(route.stops.slice(0, place).flatMap((before) => before.learning ?? []));
  const thing = thingOf.get(String(stop.node));
  const link = linkOf.get(String(stop.edge));
  return el(
    "li",
    { "data-kind": link?.kind, "data-grade": link?.grade },
    el("span", { class: "number", "aria-hidden": "true" }, String(place + 1)),
    el(
      "div",
      { class: "stop" },
      thing
        ? el(
            "button",
            { type: "button", class: "stop-name", dir: "auto", onclick: () => pickThing(thing) },
            clean(thing.name),
          )
        : null,
      el(
        "div",
        { class: "stop-pay" },
        el("span", { class: "unseen" }, "Pay: "),
        payText(stop.pay),
        barOf(stop.pay?.bar),
      ),
    ),
    link
      ? el(
          "div",
          { class: "step" },
          el("span", { class: "unseen" }, `Step ${place + 1}: `),
          el(
            "button",
            {
              type: "button",
              class: "chip",
              "data-grade": link.grade,
              onclick: () => choose({ edge: link.key, node: null }),
            },
            evidenceText(link),
          ),
          (stop.bars ?? []).map((bar) =>
            el(
              "div",
              { class: "measure" },
              el("span", { class: "measure-name" }, clean(bar.name)),
              " ",
              el("span", { dir: "auto" }, clean(bar.value)),
              barOf(bar.bar),
            ),
          ),
          learningOf(stop.learning ?? [], earlier),
          stop.probable?.length
            ? el("p", { class: "note", dir: "auto" }, `probably held: ${stop.probable.map(clean).join(", ")}`)
            : null,
        )
      : null,
  );
}

// The figure alone: whose pay it is stands in the title, and in full in the panel of the role.
function payText(pay) {
  const text = clean(pay?.value);
  const [, figures, whose] = /^(.*?) \((.*)\)$/.exec(text) ?? [];
  return figures ? [figures, " ", el("small", { dir: "auto" }, whose)] : text === "unknown" ? "pay unknown" : text;
}

// What an earlier step teaches too counts once in the total of the route.
function learningOf(names, earlier) {
  if (!names.length) return el("p", { class: "note" }, "nothing to learn");
  const fresh = names.filter((name) => !earlier.has(name)).length;
  const list = el(
    "ol",
    { class: "learning" },
    names.map((name) => el("li", { dir: "auto" }, clean(name))),
  );
  return el(
    "details",
    { open: routes.length === 1 },
    el(
      "summary",
      {},
      fresh < names.length ? `${names.length} to learn, ${fresh} of them new` : `${names.length} to learn`,
    ),
    list,
  );
}

const pickRoute = (index) => choose({ ...nothingChosen, route: index });

// All routes on one screen, to compare: over which roles, how long, how much to learn.
const fewestToCompare = 3;
function routeOverview() {
  if (routes.length < fewestToCompare || !routes.every((route) => route.totals?.length)) return null;
  const names = routes[0].totals.map((total) => clean(total.name));
  return el(
    "section",
    { class: "overview", "aria-label": "Routes compared" },
    el(
      "table",
      {},
      el("caption", { class: "unseen" }, "Routes compared"),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["route", "by way of", ...names].map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el("tbody", {}, routes.map(overviewRow)),
    ),
  );
}

function overviewRow(route, index) {
  const between = route.stops.slice(1, -1).map((stop) => clean(thingOf.get(String(stop.node))?.name));
  return el(
    "tr",
    { "data-route": index },
    el(
      "th",
      { scope: "row" },
      el("button", { type: "button", class: "lane-title", onclick: () => toLane(index) }, `Route ${index + 1}`),
    ),
    el("td", { dir: "auto" }, between.join(", ") || "straight there"),
    route.totals.map((total) => el("td", {}, el("span", { dir: "auto" }, clean(total.value)), barOf(total.bar))),
  );
}

function toLane(index) {
  pickRoute(index);
  document
    .getElementById(`lane-${index}`)
    ?.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}

export const lanes = () => [routeOverview(), ...routes.map(laneOf)].filter(Boolean);

export function syncLanes() {
  for (const lane of find("story").querySelectorAll(".lane, .overview tr[data-route]"))
    lane.classList.toggle("chosen", Number(lane.dataset.route) === state.route);
}

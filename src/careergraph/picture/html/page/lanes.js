// Routes as lanes: numbered stops with pay, and for each step its evidence, learning and time.
import { clean, el, find, grades, linkOf, oneLine, routes, thingOf } from "./data.js";
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
          ["route", "by way of", "evidence", "median pay", ...names].map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el("tbody", {}, routes.map(overviewRow)),
    ),
    names.includes("gap")
      ? el(
          "p",
          { class: "note" },
          "Gap: what is missing of the skills asked for on the way. A core skill counts 1 and a supporting one ½, times the levels that are missing.",
        )
      : null,
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
    el("td", {}, gradesOf(route)),
    el("td", { class: "pays" }, paysOf(route)),
    route.totals.map((total) => el("td", {}, el("span", { dir: "auto" }, clean(total.value)), barOf(total.bar))),
  );
}

// How many steps rest on which evidence, the firmest first.
function gradesOf(route) {
  const counts = new Map([...grades.keys()].map((id) => [id, 0]));
  for (const stop of route.stops) {
    const grade = linkOf.get(String(stop.edge))?.grade;
    if (grade) counts.set(grade, counts.get(grade) + 1);
  }
  return [...counts]
    .filter(([, count]) => count)
    .map(([id, count]) => {
      const { mark, label } = grades.get(id);
      return el("span", { class: "chip", "data-grade": id }, `${count} ${mark ?? ""}${oneLine(label).split(":")[0]}`);
    });
}

// The median pay at each stop; at the next level of the same occupation it stays what it was.
function paysOf(route) {
  let last = null;
  const pays = route.stops.map(({ pay }) => {
    if (Number.isFinite(pay?.bar?.middle)) last = shortPay(pay.bar);
    else if (oneLine(pay?.value) !== "the same occupation") last = null;
    return last ?? "unknown";
  });
  return pays.filter((pay, index) => pay !== pays[index - 1]).join(" → ");
}

const shortPay = ({ middle, unit }) =>
  unit === "USD P1Y"
    ? `$${Math.round(middle / 1000)}k`
    : `${Math.round(middle).toLocaleString("en")} ${unit.slice(0, 3)}`;

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

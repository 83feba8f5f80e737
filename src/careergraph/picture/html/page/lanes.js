// Routes as lanes: numbered stops with pay, and for each step its evidence, learning and time.
import { clean, el, find, grades, kinds, linkOf, oneLine, routes, thingOf } from "./data.js";
import { choose, nothingChosen, state } from "./state.js";
import { calm, paint, theme } from "./theme.js";
import { barOf, fullWidths } from "./facts.js";
import { isBar } from "./colours.js";
import { lineSwatch } from "./legend.js";
import { evidenceText, pickThing } from "./panel.js";

// A style attribute would be refused by the page's policy; a property that a script sets is not.
document.body.style.setProperty("--stops", String(Math.max(1, ...routes.map((route) => route.stops?.length ?? 0))));

// Of many routes, only the chosen one shows its figures step by step.
const mostOpen = 4;

export function laneOf(route, index) {
  return el(
    "article",
    {
      class: routes.length > mostOpen ? "lane brief" : "lane",
      "data-route": index,
      "aria-labelledby": `lane-${index}`,
    },
    el(
      "header",
      {},
      el(
        "h2",
        { id: `lane-${index}` },
        el(
          "button",
          { type: "button", class: "lane-title", onclick: () => pickRoute(index) },
          `Route ${index + 1}${viaText(route)}: ${clean(route.title)}`,
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
      el("div", { class: "stop-pay" }, el("span", { class: "unseen" }, "Pay: "), ...payParts(stop)),
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

// The figures with their bar, then whose pay it is. The bar is grey if the figures are those of an earlier stop.
function payParts({ pay, shares }) {
  const text = clean(pay?.value);
  const [, figures, whose] = /^(.*?) \((.*)\)$/.exec(text) ?? [];
  const bar = barOf(pay?.bar);
  if (shares) bar?.classList.add("shared");
  return [
    el("div", {}, figures ?? (text === "unknown" ? "pay unknown" : text)),
    el("div", {}, bar, whose ? el("small", { dir: "auto" }, whose) : null),
  ];
}

// A later step only lists a skill of an earlier one if it asks for a higher level.
function learningOf(names, earlier) {
  if (!names.length) return el("p", { class: "note" }, "nothing to learn");
  const fresh = names.filter((name) => !earlier.has(name)).length;
  const list = el(
    "ol",
    { class: "learning" },
    names.map((name) =>
      earlier.has(name)
        ? el("li", { dir: "auto", class: "further" }, clean(name), " (further)")
        : el("li", { dir: "auto" }, clean(name)),
    ),
  );
  const further = names.length - fresh;
  return el(
    "details",
    { open: routes.length === 1 },
    el(
      "summary",
      {},
      further ? `${names.length} to learn: ${fresh} new, ${further} to a higher level` : `${names.length} to learn`,
    ),
    list,
  );
}

// The intermediate stops that not all routes share, which distinguish the routes.
const between = (route) => route.stops.slice(1, -1).map((stop) => nameOf(stop));
const nameOf = (stop) => clean(thingOf.get(String(stop.node))?.name);
const isShared = (name) => routes.every((route) => between(route).includes(name));
function viaText(route) {
  const own = between(route).filter((name) => !isShared(name));
  return routes.length > 1 && own.length ? ` via ${own.join(", ")}` : "";
}

// The meaning of lines and bars in lanes.
export function laneKey() {
  const steps = routes.flatMap((route) => route.stops.map((stop) => linkOf.get(String(stop.edge)))).filter(Boolean);
  const present = (values, of) => [...values.values()].filter((one) => steps.some((link) => of(link) === one.id));
  const item = (sample, label) => el("li", {}, sample, el("span", { dir: "auto" }, label));
  const [widths, inAll] = [fullWidths(), routes.length > 1 ? fullWidths(" in all") : []];
  const joined = (list) => [list.slice(0, -1).join(", "), list.at(-1)].filter(Boolean).join(" or ");
  const whole = inAll.length ? `, in the comparison of whole routes for ${joined(inAll)}` : "";
  return el(
    "section",
    { class: "lane-key", "aria-label": "Key" },
    el(
      "ul",
      {},
      present(kinds, (link) => link.kind).map((one) => item(lineSwatch(paint(one), null, false), oneLine(one.label))),
      present(grades, (link) => link.grade).map((one) =>
        item(lineSwatch(theme().soft, one.dashes, false), `${one.mark ?? ""}${oneLine(one.label)}`),
      ),
    ),
    el(
      "p",
      {},
      widths.length ? `Bars start at 0; a full bar stands for about ${joined(widths)}${whole}. ` : "",
      "Gap: what is missing of the skills that the route asks for. A core skill counts 1 and a supporting one ½, times the missing share of the level asked for.",
    ),
  );
}

const pickRoute = (index) => choose({ ...nothingChosen, route: index });

// All routes on one screen for comparison: roles, time, and how much to learn.
export function routeOverview() {
  if (routes.length < 2 || !routes.every((route) => route.totals?.length)) return null;
  const pays = routes.map(paysOf);
  // Pay that is the same on all routes is left out here; the lanes show it.
  const shownPays = new Set(pays).size > 1 ? pays : null;
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
          el("th", { scope: "col" }, "route"),
          el("th", { scope: "col", class: "via" }, "via"),
          el("th", { scope: "col", class: "grades" }, "evidence"),
          shownPays ? el("th", { scope: "col", class: "pays" }, "median pay") : null,
          routes[0].totals.map(({ name, bar }) =>
            el("th", { scope: "col", class: bar ? null : "number-only" }, withUnit(clean(name))),
          ),
        ),
      ),
      el(
        "tbody",
        {},
        routes.map((route, index) => overviewRow(route, index, shownPays?.[index])),
      ),
    ),
    el(
      "p",
      { class: "note" },
      "The lowest figure of each column is in bold, and so are the roles that not all routes share.",
    ),
  );
}

// Figures without a bar have no unit beside them.
const withUnit = (name) => ({ effort: "effort (hours)", gap: "gap (skills)" })[name] ?? name;

const amountOf = (total) => total.bar?.middle ?? Number.parseFloat(total.value.replace(/,/g, ""));
const isLowest = (total, place) => {
  const all = routes.map((route) => amountOf(route.totals[place]));
  return Math.min(...all) < Math.max(...all) && amountOf(total) === Math.min(...all);
};

function overviewRow(route, index, pays) {
  const names = between(route).map((name, place) => [
    place ? ", " : "",
    el(isShared(name) ? "span" : "strong", {}, name),
  ]);
  return el(
    "tr",
    { "data-route": index },
    el(
      "th",
      { scope: "row" },
      el("button", { type: "button", class: "lane-title", onclick: () => toLane(index) }, `Route ${index + 1}`),
    ),
    el("td", { dir: "auto", class: "via" }, names.length ? names.flat() : "one step"),
    el("td", { class: "grades" }, gradesOf(route)),
    pays ? el("td", { class: "pays" }, pays) : null,
    route.totals.map((total, place) =>
      el(
        "td",
        { "data-name": withUnit(clean(total.name)), class: total.bar ? null : "number-only" },
        el(isLowest(total, place) ? "strong" : "span", { dir: "auto" }, clean(total.value)),
        barOf(total.bar),
      ),
    ),
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

// The median pay at the start and at the end.
function paysOf(route) {
  const [first, last] = [route.stops[0], route.stops.at(-1)].map(({ pay }) =>
    isBar(pay?.bar) ? shortPay(pay.bar) : "unknown",
  );
  return first === last ? first : `${first} → ${last}`;
}

// The median; for newcomers, who are paid below it, the range.
const shortPay = ({ low, middle, high, unit }) => {
  const amount = (value) =>
    unit === "USD P1Y"
      ? `$${Math.round(value / 1000)}k`
      : `${Math.round(value).toLocaleString("en")} ${unit.slice(0, 3)}`;
  return Number.isFinite(middle) ? amount(middle) : `${amount(low)} to ${amount(high)}`;
};

function toLane(index) {
  pickRoute(index);
  document
    .getElementById(`lane-${index}`)
    ?.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}

export const lanes = () => [routeOverview(), laneKey(), ...routes.map(laneOf)].filter(Boolean);

export function syncLanes() {
  for (const lane of find("story").querySelectorAll(".lane, .overview tr[data-route]"))
    lane.classList.toggle("chosen", Number(lane.dataset.route) === state.route);
}

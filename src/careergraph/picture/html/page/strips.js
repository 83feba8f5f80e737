// A map as a list: for each family, the median pay of its roles as dots on one scale.
import { el, families, isCaption, oneLine, page, plural, things } from "./data.js";
import { themeName } from "./theme.js";
import { inThousands, medianOf, payHueOf } from "./colours.js";

const medians = things.map(medianOf).filter((pay) => pay !== null);
const payGrain = 25_000;
const lowestPay = Math.floor((Math.min(...medians) - 1) / payGrain) * payGrain;
const highestPay = Math.ceil((Math.max(...medians) + 1) / payGrain) * payGrain;
const across = (pay) => `${Math.round((1000 * (pay - lowestPay)) / (highestPay - lowestPay)) / 10}%`;
const payTicks = [];
for (let pay = Math.ceil(lowestPay / 50_000) * 50_000; pay <= highestPay; pay += 50_000) payTicks.push(pay);

// Many roles share the figure of one occupation: the area of a dot is the number of its roles.
const [dotRadius, dotBins, largestDot] = [4.5, 60, 15];
function dotPlot(list) {
  const stacks = new Map();
  for (const thing of list) {
    const bin = Math.round((dotBins * (medianOf(thing) - lowestPay)) / (highestPay - lowestPay));
    stacks.set(bin, [...(stacks.get(bin) ?? []), thing]);
  }
  const radii = new Map(
    [...stacks].map(([bin, { length }]) => [bin, Math.min(largestDot, dotRadius * Math.sqrt(length))]),
  );
  const height = Math.ceil(2 * Math.max(...radii.values()) + 4);
  const lines = payTicks.map((pay) =>
    el("svg:line", { class: "grid", x1: across(pay), x2: across(pay), y1: 0, y2: height }),
  );
  const dots = [...stacks]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([bin, [first, ...rest]]) => [
      el("svg:circle", {
        cx: across(medianOf(first)),
        cy: height / 2,
        r: radii.get(bin),
        fill: payHueOf(first, themeName()),
      }),
      rest.length < 3
        ? []
        : el(
            "svg:text",
            { class: "number", x: across(medianOf(first)), y: height / 2 + 4, "text-anchor": "middle" },
            String(rest.length + 1),
          ),
    ]);
  return el("svg:svg", { class: "dots", "aria-hidden": "true", height }, lines, dots.flat(2));
}

function payScale() {
  return el(
    "svg:svg",
    { class: "dots ticks", "aria-hidden": "true", height: 16 },
    payTicks.map((pay) => el("svg:text", { x: across(pay), y: 12, "text-anchor": "middle" }, inThousands(pay))),
  );
}

function stripsHead(list) {
  const unknown = list.filter((thing) => medianOf(thing) === null).length;
  return el(
    "p",
    { class: "strips-head" },
    "Dots: the median pay a year of the occupations of a family's roles (US); the larger, the more roles, with their number. The best paid families come first.",
    unknown ? ` ${plural(unknown, "role has", "roles have")} no figure and no dot.` : "",
  );
}

const typicalPay = (list) => {
  const pays = list
    .map(medianOf)
    .filter((pay) => pay !== null)
    .sort((a, b) => a - b);
  return pays.length ? pays[Math.floor((pays.length - 1) / 2)] : Number.NEGATIVE_INFINITY;
};

function rangeText(list) {
  const pays = list.map(medianOf).filter((pay) => pay !== null);
  if (!pays.length) return "pay unknown";
  const [low, high] = [inThousands(Math.min(...pays)), inThousands(Math.max(...pays))];
  return low === high ? low : `${low} to ${high}`;
}

const mostInFamily = 12;
// `entry` makes the row of a role.
function strip(name, list, open, entry) {
  const known = list.filter((thing) => medianOf(thing) !== null);
  return el(
    "details",
    { class: "links strip", open },
    el(
      "summary",
      {},
      el("span", { class: "strip-name" }, oneLine(name), " ", el("span", { class: "count" }, String(list.length))),
      el("span", { class: "count" }, rangeText(list)),
      el(
        "span",
        { class: "strip-roles" },
        list
          .slice(0, mostInFamily)
          .map((thing) => thing.name)
          .join(", "),
      ),
      known.length ? dotPlot(known) : null,
    ),
    el("ul", {}, list.map(entry)),
  );
}

export function familyStrips(entry) {
  const shown = things.filter((thing) => thing.shown && !isCaption(thing));
  const bySize = [...shown].sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0));
  const groups = new Map();
  for (const thing of bySize) groups.set(thing.family, [...(groups.get(thing.family) ?? []), thing]);
  const own =
    page.kind === "family" ? [...groups].reduce((a, b) => (b[1].length > a[1].length ? b : a), [null, []])[0] : null;
  const order = [...groups].sort(
    ([a, one], [b, other]) => (b === own) - (a === own) || typicalPay(other) - typicalPay(one),
  );
  return el(
    "div",
    { class: "strips" },
    stripsHead(shown),
    medians.length ? payScale() : null,
    ...order.map(([id, list]) => strip(families.get(id)?.label ?? "other", list, id === own && own !== null, entry)),
  );
}

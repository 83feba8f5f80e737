// Facts with bars and sources, for panels, lanes and print.
import { clean, el, find, graphName, links, oneLine, outsideLink, routes, safeUrl, sources, things } from "./data.js";
import { isBar } from "./colours.js";
import { calm } from "./theme.js";

function sourceMarks(indexes) {
  return (indexes ?? [])
    .filter((index) => sources[index])
    .map((index) =>
      el(
        "button",
        {
          type: "button",
          class: "source-mark",
          title: oneLine(sources[index].title),
          "aria-label": `Source: ${oneLine(sources[index].title)}`,
          "data-source": index,
          onclick: showSource,
        },
        String(index + 1),
      ),
    );
}

function showSource(event) {
  const entry = find("panel").querySelector(`[data-entry="${Number(event.currentTarget.dataset.source)}"]`);
  if (!entry) return;
  entry.closest("details")?.setAttribute("open", "");
  entry.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  entry.focus();
}

// Texts that the command line shares cite their sources as "[2]": the numbers become buttons.
export const citedNumbers = (value) =>
  [...clean(value).matchAll(/\[(\d{1,4})\]/g)].map((found) => Number(found[1]) - 1).filter((index) => sources[index]);
// A comma or full stop after a number stays with it.
const citedText = (value) =>
  clean(value)
    .split(/(\[\d{1,4}\][.,;:)]*)/)
    .map((part) => {
      const [, number, stop] = /^\[(\d+)\]([.,;:)]*)$/.exec(part) ?? [];
      const [mark] = number ? sourceMarks([Number(number) - 1]) : [];
      if (!mark) return part;
      return stop ? el("span", { class: "cited" }, mark, stop) : mark;
    });

// Bars of one unit share a scale, so that they can be compared.
const barsOf = (list) => list.flatMap((one) => one?.map((fact) => fact.bar) ?? []);
const scaleOf = new Map();
for (const bar of barsOf([
  ...[...things, ...links].map((one) => one.about?.facts),
  ...routes.flatMap((route) => [route.totals, ...(route.stops ?? []).flatMap((stop) => [[stop.pay ?? {}], stop.bars])]),
]))
  if (isBar(bar)) scaleOf.set(bar.unit, Math.max(scaleOf.get(bar.unit) ?? 0, bar.high));

// The value of a full bar of a step, rounded like the figures beside it.
export const fullWidths = (scope = "") =>
  [
    [`hours${scope}`, 10, (most) => `${most} hours`],
    [`years${scope}`, 0.5, (most) => `${most} years`],
    [`USD P1Y${scope}`, 1000, (most) => `$${most} a year`],
  ]
    .filter(([unit]) => scaleOf.has(unit))
    .map(([unit, grain, text]) => text((Math.round(scaleOf.get(unit) / grain) * grain).toLocaleString("en")));

// A range from low to high, with a line at its middle; the text beside it holds the figures.
export function barOf(bar) {
  if (!isBar(bar)) return null;
  const at = (value) => Math.round((1000 * value) / (scaleOf.get(bar.unit) ?? bar.high)) / 10;
  const width = Math.max(0.8, at(bar.high) - at(bar.low));
  const middle = Number.isFinite(bar.middle) ? Math.max(at(bar.low), Math.min(at(bar.middle), 99)) : null;
  return el(
    "svg:svg",
    { class: "bar", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 10" },
    el("svg:rect", { class: "bar-ground", x: 0, y: 3, width: 100, height: 4 }),
    el("svg:rect", { class: "bar-range", x: at(bar.low), y: 1, width, height: 8 }),
    middle === null ? null : el("svg:rect", { class: "bar-middle", x: middle - 0.4, y: 0, width: 0.8, height: 10 }),
  );
}

// The meaning of the ends of a pay bar.
function barEnds(bar) {
  if (!isBar(bar) || bar.unit !== "USD P1Y") return null;
  const most = Math.round(scaleOf.get(bar.unit) / 1000).toLocaleString("en");
  return el("small", { class: "bar-ends", "aria-hidden": "true" }, el("span", {}, "$0"), el("span", {}, `$${most}k`));
}

// Facts that share a name are under one heading.
// `cites`: whether texts cite their sources by number.
export function factList(facts, cites = false) {
  const list = el("dl", { class: "facts" });
  let last = null;
  for (const fact of facts ?? []) {
    if (fact.name !== last) list.append(el("dt", { dir: "auto" }, clean(fact.name)));
    last = fact.name;
    list.append(
      el(
        "dd",
        { dir: "auto" },
        ...(cites ? citedText(fact.value) : [clean(fact.value)]),
        " ",
        ...sourceMarks(fact.sources),
        barOf(fact.bar) ?? "",
        barEnds(fact.bar) ?? "",
      ),
    );
  }
  return list.children.length ? list : null;
}

export const usedSources = (facts) =>
  [...new Set((facts ?? []).flatMap((fact) => fact.sources ?? []))]
    .filter((index) => sources[index])
    .sort((a, b) => a - b);

// Creative Commons and public domain by their short names, other addresses as links.
function licenceName(licence) {
  const [, terms, version] =
    /^https?:\/\/creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/([\d.]+)/.exec(licence ?? "") ?? [];
  if (!terms) return safeUrl(licence) ? outsideLink("licence", licence) : licence;
  if (terms === "mark") return "public domain";
  return terms === "zero" ? `CC0 ${version}` : `CC ${terms.toUpperCase()} ${version}`;
}

export function sourceEntry(index) {
  const source = sources[index];
  const facts = [source.publisher, source.date, licenceName(source.licence), source.grade]
    .map((fact) => (fact instanceof Element ? fact : oneLine(fact)))
    .filter(Boolean)
    .flatMap((fact, place) => (place ? [" · ", fact] : [fact]));
  return el(
    "li",
    { "data-entry": index, tabindex: -1, value: index + 1 },
    source.url ? outsideLink(source.title, source.url) : el("span", { dir: "auto" }, clean(source.title)),
    facts.length ? el("small", { dir: "auto" }, facts) : null,
    source.attribution ? el("small", { dir: "auto", class: "attribution" }, clean(source.attribution)) : null,
  );
}

export function sourceList(indexes, open) {
  if (!indexes.length) return null;
  return el(
    "details",
    { class: "sources", open },
    el("summary", {}, `Sources (${indexes.length})`),
    el("ol", {}, indexes.map(sourceEntry)),
  );
}

export const signature = () => `${graphName}. ~ marks what is editorial or computed`;

// The attributions under a picture: the sources of the links it shows, or else all.
export function credits() {
  const cited = usedSources(links.filter((link) => link.shown).flatMap((link) => link.about?.facts ?? []));
  const named = (cited.length ? cited.map((index) => sources[index]) : sources).map((source) =>
    oneLine(source.attribution || source.title),
  );
  return [signature(), ...new Set(named.filter(Boolean))].join(" · ");
}

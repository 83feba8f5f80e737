// Print: one page for a role or a route, otherwise what is visible. A handout is that page on the screen.
import { clean, el, find, grades, linkOf, oneLine, page, routes, sources } from "./data.js";
import { hasLanes, state } from "./state.js";
import { citedNumbers, factList, signature, sourceEntry, usedSources } from "./facts.js";
import { leading, roleContent, subject } from "./panel.js";
import { laneKey, laneOf, routeOverview } from "./lanes.js";
import { glance } from "./story.js";
import { tablesOf } from "./table.js";
import { turn } from "./picture.js";
import { svgKey, svgPicture } from "./svg.js";

function paperContent() {
  const title = [
    el("h1", { dir: "auto" }, clean(page.title)),
    // The ranking means nothing to the reader of a handout.
    page.subtitle && !(page.handout === true && hasLanes) ? el("p", { dir: "auto" }, clean(page.subtitle)) : "",
  ];
  const [body, cited] =
    page.handout !== true && state.view === "table"
      ? [tablesOf(1000, true).map((part) => part.querySelector("table")), null]
      : hasLanes
        ? paperRoutes()
        : subject?.about?.facts?.length
          ? paperRole()
          : [[svgPicture("light", true)], null];
  const isDrawn = body.some((part) => part.matches?.("svg"));
  // Notices about the picture are left out if there is no picture.
  const notices = (page.handout === true && !hasLanes ? [] : (page.notices ?? [])).map((notice) =>
    el("p", { class: "note", dir: "auto" }, clean(notice)),
  );
  return [
    ...title,
    ...body,
    ...notices,
    hasLanes
      ? laneKey()
      : isDrawn
        ? [svgKey("light") ?? "", el("p", { class: "note" }, clean(page.size))]
        : el("p", { class: "note" }, gradesSentence()),
    paperSources(cited),
    el("p", { class: "note" }, signature()),
  ].flat();
}

// The lanes and, for a single route, all its figures.
function paperRoutes() {
  const chosen = state.route ?? (routes.length === 1 ? 0 : null);
  const shown = chosen === null ? routes.map((_, index) => index) : [chosen];
  const parts = shown.map((index) => laneOf(routes[index], index));
  const all = chosen === null ? [] : (routes[chosen].facts ?? []);
  const facts = page.handout === true ? all.filter((fact) => fact.name !== "ranked by") : all;
  if (chosen !== null) for (const part of parts[0].querySelectorAll("details")) part.setAttribute("open", "");
  const overview = chosen === null ? routeOverview() : null;
  const steps = shown.flatMap((index) => routes[index].stops.map((stop) => linkOf.get(String(stop.edge))));
  const cited = [
    ...facts.flatMap((fact) => citedNumbers(fact.value)),
    ...usedSources(shown.flatMap((index) => routes[index].stops.map((stop) => stop.pay))),
    ...usedSources(steps.flatMap((link) => link?.about?.facts?.slice(0, 1) ?? [])),
  ];
  return [[overview ?? "", ...parts, factList(facts, true) ?? ""], cited];
}

// What the picture shows about a role besides its lists, in words.
const paperFacts = ["on the job", "ladder", "certifications"];

// What is visible is printed with the picture. A handout has complete lists instead: they cannot be unfolded on paper,
// and the picture would be too small to read beside them.
function paperRole() {
  const isHandout = page.handout === true;
  const parts = roleContent(subject)
    .filter(Boolean)
    .filter((part) => !part.matches("details"));
  for (const part of parts)
    for (const folded of part.querySelectorAll("details"))
      if (isHandout) folded.replaceWith(folded.querySelector("ul"));
      else folded.remove();
  for (const part of parts) tellOnce(part);
  const named = (names) => names.flatMap((name) => subject.about.facts.filter((fact) => fact.name === name));
  const rest = isHandout ? named(paperFacts) : [];
  const moves = subject.links.filter((link) => ["move", "promotion"].includes(link.kind));
  const cited = usedSources([...named(leading), ...rest, ...moves.flatMap((link) => link.about?.facts ?? [])]);
  const columns = el("div", { class: "paper-columns" }, parts, factList(rest));
  return [[glance(), columns, isHandout ? "" : svgPicture("light", true)], cited];
}

// Evidence that all moves of a list share is in its heading.
function tellOnce(part) {
  const told = [...part.querySelectorAll(".why")];
  const [text] = new Set(told.map((one) => one.textContent));
  if (told.length < 2 || told.some((one) => one.textContent !== text)) return;
  part.querySelector("h3")?.append(`; evidence: ${text}`);
  for (const one of told) one.remove();
}

// Without a picture there is no key: the marks are told in words.
function gradesSentence() {
  const names = [...grades.values()].map((grade) => `${grade.mark ?? ""}${oneLine(grade.label)}`);
  return names.length ? `Evidence: ${names.join("; ")}.` : "";
}

function paperSources(cited) {
  const indexes = cited ? [...new Set(cited)].sort((a, b) => a - b) : sources.map((_, index) => index);
  if (!indexes.length) return "";
  return el("section", { class: "paper-sources" }, el("h2", {}, "Sources"), el("ol", {}, indexes.map(sourceEntry)));
}

// Paper is wide: what stands upright on a phone lies down for it.
export function fillPaper() {
  turn(false);
  find("print-sheet").replaceChildren(...paperContent());
  turn();
}

export function startHandout() {
  document.body.setAttribute("data-handout", "");
  find("print-sheet").removeAttribute("aria-hidden");
  find("print-sheet").setAttribute("role", "main");
  fillPaper();
  find("print-sheet").prepend(
    el("button", { type: "button", class: "paper-print", onclick: () => window.print() }, "Print or save as PDF"),
  );
}

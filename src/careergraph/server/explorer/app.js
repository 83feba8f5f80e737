/** The explorer: it asks the API of this server and shows what the command line says. */

import { AnswerError, ask } from "./api.js";
import { manyOf, suggest } from "./combobox.js";
import { get, make, plainWords, showBlocks } from "./dom.js";
import { showLane, showSources } from "./lanes.js";
import { showPlan } from "./plan.js";

const SINGLE = ["hours_per_week", "years", "degree", "licence", "max_years", "area", "by"];
const KNOWN = "careergraph.known";
const chosen = { from: null, to: null };
const many = {};
const AREA_GROUPS = { state: "States", territory: "Territories" };
let asked = 0,
  localPayNote = "";

/* What is entered */

for (const end of ["from", "to"]) {
  suggest(get(end), get(`${end}-list`), "role", (entry) => {
    chosen[end] = entry;
  });
}
for (const field of document.querySelectorAll(".chips")) {
  const { name, kind } = field.dataset;
  many[name] = manyOf(field, name, kind, again);
}

function title(end) {
  return chosen[end]?.iri ?? get(end).value.trim();
}

function known() {
  try {
    const entries = JSON.parse(localStorage.getItem(KNOWN) ?? "[]");
    return Array.isArray(entries)
      ? entries.filter((entry) => typeof entry?.iri === "string" && typeof entry?.label === "string")
      : [];
  } catch {
    return [];
  }
}

function keep(entries) {
  try {
    localStorage.setItem(KNOWN, JSON.stringify(entries));
  } catch {
    /* a browser that keeps nothing: ticks last as long as the page */
  }
  showKnown();
}

function showKnown() {
  const entries = known();
  get("known").hidden = entries.length === 0;
  get("known-list").textContent = entries.map((entry) => entry.label).join(", ");
}

/** What is asked, without ticks: they stay in this browser and are no part of an address. */
function question() {
  const parameters = { from: title("from"), to: title("to") };
  for (const name of SINGLE) parameters[name] = get(name).value.trim();
  parameters.no_new_degree = get("no_new_degree").checked ? "true" : "";
  for (const [name, field] of Object.entries(many)) parameters[name] = field.values;
  return parameters;
}

function withTicks(parameters) {
  const lacked = new Set(parameters.lack);
  const ticked = known()
    .map((entry) => entry.iri)
    .filter((iri) => !lacked.has(iri) && !parameters.have.includes(iri));
  return { ...parameters, have: [...parameters.have, ...ticked] };
}

function countSet() {
  const { from, to, ...rest } = question();
  const count = Object.values(rest).filter((value) => (Array.isArray(value) ? value.length : value)).length;
  get("set").textContent = count ? `(${count} set)` : "";
}

/* Areas: only where pay by area was imported */

async function offerAreas() {
  const { areas, note } = await ask("areas", {}).catch(() => ({ areas: [], note: "" }));
  localPayNote = note;
  const groups = new Map();
  for (const { name, kind } of areas) {
    const heading = AREA_GROUPS[kind] ?? "Metropolitan and other areas";
    if (!groups.has(heading)) groups.set(heading, []);
    groups.get(heading).push(make("option", { value: name }, name));
  }
  get("area").append(...[...groups].map(([label, options]) => make("optgroup", { label }, ...options)));
  get("area-field").hidden = areas.length === 0;
}

/** Choose an area; one that is not in the list is left to the server, which says what it may be. */
function chooseArea(name) {
  const list = get("area");
  list.value = name;
  if (list.value === name) return;
  list.append(make("option", { value: name }, name));
  list.value = name;
  get("area-field").hidden = false;
}

/* Addresses */

function remember(parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of [value].flat()) if (one) query.append(name, one);
  history.replaceState(null, "", `#${query}`);
}

async function labelled(iri, kind) {
  if (!/^[a-z]+:/i.test(iri)) return { iri, label: iri };
  const answer = await ask("search", { text: iri, kind, limit: 20 }).catch(() => null);
  return (
    answer?.results.find((entry) => entry.iri === iri) ?? {
      iri,
      label: iri.replace(/^.*[/#:]/, "").replaceAll("-", " "),
    }
  );
}

async function restore() {
  const query = new URLSearchParams(location.hash.slice(1));
  for (const end of ["from", "to"]) {
    const given = query.get(end) ?? "";
    const entry = given ? await labelled(given, "role") : null;
    get(end).value = entry?.label ?? "";
    chosen[end] = entry && entry.iri !== entry.label ? entry : null;
  }
  for (const name of SINGLE) if (name !== "area") get(name).value = query.get(name) ?? "";
  chooseArea(query.get("area") ?? "");
  get("no_new_degree").checked = query.get("no_new_degree") === "true";
  for (const [name, field] of Object.entries(many)) {
    const kind = name === "have" || name === "lack" ? "skill" : "role";
    field.set(await Promise.all(query.getAll(name).map((iri) => labelled(iri, kind))));
  }
  get("situation").open = [...query.keys()].some((name) => name !== "from" && name !== "to");
  countSet();
  if (query.get("to")) await find();
}

/* Routes */

async function find({ focus = false } = {}) {
  const parameters = question();
  const turn = ++asked;
  get("below").replaceChildren();
  countSet();
  if (!parameters.to) {
    say("");
    return showMessage("Choose where you want to go, under To.", []);
  }
  if (!parameters.from && !parameters.degree && !withTicks(parameters).have.length) {
    say("");
    return showMessage("Choose where you start, under From, or name the skills that you have.", []);
  }
  remember(parameters);
  say("Looking for routes…");
  try {
    const answer = await ask("lanes", { ...withTicks(parameters), k: 3 });
    if (turn !== asked) return;
    showRoutes(answer);
    if (focus) get("results").focus({ preventScroll: false });
  } catch (error) {
    if (turn === asked) showError(error);
  }
}

function again() {
  countSet();
  if (get("to").value.trim() && get("results").childElementCount) find();
}

function showRoutes({ answer, lanes }) {
  for (const [end, role] of [
    ["from", answer.source],
    ["to", answer.target],
  ]) {
    // A title that names a technology stays as typed: the role alone would lose it.
    if (role.iri && !(end === "from" && answer.named.length)) {
      chosen[end] = role;
      get(end).value = role.label;
    }
  }
  const act = { open: openRole, plan: makePlan, compare, tick: tickSkill };
  const count = answer.routes.length;
  const opened = [...get("results").querySelectorAll("details[open]")].map(
    (one) => `${one.closest("article")?.getAttribute("aria-labelledby")} ${one.className}`,
  );
  get("results").replaceChildren(
    make(
      "div",
      { class: "results-head" },
      make("h2", {}, `From ${answer.source.label || "your skills"} to ${answer.target.label}`),
      make(
        "div",
        { class: "buttons" },
        make("button", { type: "button", onclick: share }, "Copy the address"),
        make("button", { type: "button", onclick: printHandout }, "Print a handout"),
      ),
    ),
    get("area").value ? make("p", { class: "note" }, localPayNote.replace("{area}", get("area").value)) : "",
    ...answer.routes.map((route, place) => showLane(route, lanes[place], place + 1, known(), act)),
    answer.proven
      ? ""
      : make(
          "p",
          { class: "note" },
          "The search stopped before it had looked at all routes. There may be better ones.",
        ),
    showSources(answer.sources),
  );
  for (const one of get("results").querySelectorAll("details")) {
    one.open = opened.includes(`${one.closest("article")?.getAttribute("aria-labelledby")} ${one.className}`);
  }
  get("version").textContent = `Graph ${answer.graph.version}, ${answer.graph.hash}`;
  document.title = `${answer.source.label || "Your skills"} to ${answer.target.label}: careergraph`;
  say(count === 1 ? "1 route." : `${count} routes, the best first.`);
}

function tickSkill(entry, isKnown) {
  const others = known().filter((other) => other.iri !== entry.iri);
  keep(isKnown ? [...others, entry] : others);
  find();
}

function say(text) {
  get("status").textContent = text;
}

function showMessage(text, actions) {
  const items = actions.map(([label, action]) =>
    make("li", {}, make("button", { type: "button", onclick: action }, label)),
  );
  get("results").replaceChildren(
    make(
      "div",
      { class: "message", role: "alert" },
      make("p", {}, plainWords(text)),
      items.length ? make("ul", {}, ...items) : null,
    ),
  );
}

function showError(error) {
  say("");
  if (!(error instanceof AnswerError)) throw error;
  const { details } = error;
  if (error.kind === "NoRouteError" && details.relaxations?.length) {
    return showMessage(
      `No route from ${details.source || "your skills"} to ${details.target} meets all your wishes. Each of these changes opens one:`,
      details.relaxations.map(relaxation),
    );
  }
  const labels = details.candidates ?? details.suggestions ?? [];
  const end = details.title !== undefined && details.title === get("from").value.trim() ? "from" : "to";
  const choices = details.what === "role" ? labels : [];
  const message = choices.length
    ? `${error.message.split(". ")[0].split(" could be ")[0].replace(/\.$/, "")}${error.kind === "AmbiguousTitleError" ? " can mean several roles. Choose one:" : ". The closest are:"}`
    : error.message.replace(/ ?`careergraph [^`]*`[^.]*\./g, "");
  showMessage(
    message,
    choices.map((label) => [
      label,
      () => {
        get(end).value = label;
        chosen[end] = null;
        find({ focus: true });
      },
    ]),
  );
}

/** Return what one relaxation says and does: its options are those of the command line. */
function relaxation(text) {
  const [change, route] = text.split(/: (.*)/s);
  const number = /^with --(max-years|max-steps|min-pay) (\S+) instead of (\S+)/.exec(change);
  if (number?.[1] === "max-years") {
    return [
      `Allow ${number[2]} years instead of ${number[3]}: ${route}`,
      () => {
        get("max_years").value = number[2];
        find({ focus: true });
      },
    ];
  }
  const without = /^without --(avoid|via) "(.*)"/.exec(change);
  if (without) {
    const [, name, label] = without;
    const verb = name === "avoid" ? "Do not avoid" : "Do not insist on";
    return [
      `${verb} ${label}: ${route}`,
      () => {
        many[name].set(many[name].entries.filter((entry) => entry.label !== label));
        find({ focus: true });
      },
    ];
  }
  const degree = /^with an? (.*) \(--degree\)/.exec(change);
  if (degree)
    return [
      `Accept a role that asks for a ${degree[1]}: ${route}`,
      () => {
        get("no_new_degree").checked = false;
        find({ focus: true });
      },
    ];
  return [
    `${change.replace(/--only (\S+)/, "steps of the kinds $1")}: ${route}`,
    () => openText("What would open a route", text),
  ];
}

/* Role, plan, comparison */

function openText(heading, text) {
  get("page-title").textContent = heading;
  get("page-body").replaceChildren(make("p", {}, plainWords(text)));
  get("page").showModal();
}

async function openRole(role) {
  if (!role.iri) return;
  try {
    const { blocks } = await ask("role", { title: role.iri, area: get("area").value }, { page: true });
    get("page-title").textContent = role.label;
    const elements = showBlocks(blocks.filter((block) => block.heading !== role.label));
    const start = make("button", { type: "button", onclick: () => startFrom(role, "from") }, "Start from here");
    const end = make("button", { type: "button", onclick: () => startFrom(role, "to") }, "Go here");
    get("page-body").replaceChildren(make("div", { class: "buttons" }, start, end), ...elements);
    get("page").showModal();
    get("page-body").scrollTop = 0;
  } catch (error) {
    if (error instanceof AnswerError) openText(role.label, error.message);
  }
}

function startFrom(role, end) {
  get("page").close();
  chosen[end] = role;
  get(end).value = role.label;
  find({ focus: true });
}

async function makePlan() {
  try {
    const answer = await ask("timeline", withTicks(question()));
    get("below").replaceChildren(showPlan(answer));
    get("below").focus();
  } catch (error) {
    if (error instanceof AnswerError) openText("Plan", error.message);
  }
}

async function compare(roles) {
  const { have, lack, degree, area } = withTicks(question());
  try {
    const { blocks } = await ask(
      "compare",
      { role: roles.map((role) => role.iri), have, lack, degree, area },
      { page: true },
    );
    get("below").replaceChildren(
      make(
        "section",
        { class: "sheet" },
        make("h2", {}, `Comparison: ${roles.map((role) => role.label).join(", ")}`),
        ...showBlocks(blocks[0].heading === undefined ? blocks : blocks.slice(1)),
      ),
    );
    get("below").focus();
  } catch (error) {
    if (error instanceof AnswerError) openText("Comparison", error.message);
  }
}

async function share() {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The address is copied. It holds your question, but not your ticks.");
  } catch {
    openText("Address", location.href);
  }
}

function printHandout() {
  for (const details of document.querySelectorAll(".lane details.steps")) details.open = true;
  window.print();
}

/* Own words */

async function understand() {
  const words = get("own-words").value.trim();
  const place = get("understood");
  if (!words) return place.replaceChildren(make("p", {}, "Write a sentence or two first."));
  let answer;
  try {
    answer = await ask("understand", { words });
  } catch (error) {
    return place.replaceChildren(make("p", {}, error.message));
  }
  if (!answer.roles.length && !answer.skills.length) {
    return place.replaceChildren(
      make(
        "p",
        {},
        "We found no role or skill in it. Try the usual names, such as data analyst, SQL or project management.",
      ),
    );
  }
  const box = (type, mention, isOn) => {
    const input = make("input", {
      type,
      name: `understood-${type}`,
      value: mention.thing.iri,
      "data-label": mention.thing.label,
    });
    input.checked = isOn;
    return make("label", {}, input, mention.thing.label);
  };
  place.replaceChildren(
    answer.roles.length
      ? make(
          "fieldset",
          {},
          make("legend", {}, "You work as"),
          ...answer.roles.map((one, number) => box("radio", one, number === 0)),
        )
      : make("p", {}, "We found no role: start from your skills alone, or choose a role under From."),
    answer.skills.length
      ? make("fieldset", {}, make("legend", {}, "You know"), ...answer.skills.map((one) => box("checkbox", one, true)))
      : "",
    make("button", { type: "button", onclick: useUnderstood }, "Yes, use what is ticked"),
  );
}

function useUnderstood() {
  const role = document.querySelector("#understood input[type=radio]:checked");
  if (role) {
    chosen.from = { iri: role.value, label: role.dataset.label };
    get("from").value = role.dataset.label;
  }
  for (const skill of document.querySelectorAll("#understood input[type=checkbox]:checked")) {
    many.have.add({ iri: skill.value, label: skill.dataset.label });
  }
  countSet();
  get("situation").open = true;
  if (get("to").value.trim()) find({ focus: true });
  else get("to").focus();
}

/* Start */

get("question").addEventListener("submit", (event) => {
  event.preventDefault();
  find({ focus: true });
});
get("understand").addEventListener("click", understand);
get("close").addEventListener("click", () => get("page").close());
get("forget").addEventListener("click", () => {
  keep([]);
  again();
});
get("swap").addEventListener("click", () => {
  [chosen.from, chosen.to] = [chosen.to, chosen.from];
  [get("from").value, get("to").value] = [get("to").value, get("from").value];
  again();
});
for (const name of [...SINGLE, "no_new_degree"]) get(name).addEventListener("change", again);
window.addEventListener("hashchange", restore);
showKnown();
offerAreas().then(restore);

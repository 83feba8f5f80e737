/** The explorer: it queries the API of this server and shows the texts of the command line. */

import { AnswerError, ask } from "./api.js";
import { manyOf, suggest } from "./combobox.js";
import { showComparison } from "./compare.js";
import { get, make, plainWords, showBlocks } from "./dom.js";
import { showLane, showSources } from "./lanes.js";
import { showPlan } from "./plan.js";

const SINGLE = ["hours_per_week", "years", "degree", "licence", "max_years", "area", "by"];
const KNOWN = "careergraph.known";
const chosen = { from: null, to: null };
const many = {};
const AREA_GROUPS = { state: "States", territory: "Territories" };
const UNITS = { hours_per_week: "hours a week", years: "years in the work", max_years: "years at most" };
let asked = 0,
  answered = null,
  routes = [],
  localPayNote = "";

/* What is entered */

for (const end of ["from", "to"]) {
  suggest(get(end), get(`${end}-list`), "role", (entry) => {
    chosen[end] = entry;
    if (chosen.from && chosen.to) prepare();
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
  get("known-list").replaceChildren(
    ...entries.map((entry) => {
      const forget = () => {
        keep(known().filter((other) => other.iri !== entry.iri));
        again();
        get("forget").focus();
      };
      const name = `Forget ${entry.label}`;
      return make(
        "li",
        {},
        make("button", { type: "button", "aria-label": name, onclick: forget }, `${entry.label} ×`),
      );
    }),
  );
}

/** Return what was entered besides the two ends, in words, to show above the routes and in print. */
function wishes() {
  const said = [];
  for (const name of SINGLE) {
    const field = get(name);
    const value = field.value.trim();
    if (!value) continue;
    if (UNITS[name]) said.push(`${value} ${UNITS[name]}`);
    else {
      const shown = field.options ? field.selectedOptions[0].textContent : value;
      said.push(`${labelOf(name)}: ${shown}`);
    }
  }
  if (get("no_new_degree").checked) said.push(labelOf("no_new_degree"));
  for (const [name, field] of Object.entries(many))
    if (field.entries.length) said.push(`${labelOf(name)}: ${field.entries.map((entry) => entry.label).join(", ")}`);
  if (known().length)
    said.push(
      `Ticked: ${known()
        .map((entry) => entry.label)
        .join(", ")}`,
    );
  return said;
}

function labelOf(name) {
  return document.querySelector(`label[for="${name}"]`).textContent;
}

/** The question without ticks, which stay in this browser and are not part of an address. */
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

/** Let the server search for the routes in advance; it keeps the answer. */
function prepare() {
  ask("lanes", { ...withTicks(question()), k: 3 }).catch(() => {}); // shown when they are asked for
}

/** Choose an area; one that is not in the list is sent to the server, which suggests areas. */
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

// A skill may be typed with its level ("Python:expert"), which is no IRI.
async function labelled(iri, kind) {
  if (!/^[a-z][\w+.-]*:(?!(?:basic|working|expert|[1-3])$)/i.test(iri)) return { iri, label: iri };
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
  const unread = [];
  for (const name of SINGLE) {
    const given = query.get(name) ?? "";
    if (name === "area") chooseArea(given);
    else get(name).value = get(name).type === "number" && !Number.isFinite(Number(given)) ? "" : given;
    if (get(name).value !== given) {
      get(name).value = "";
      unread.push(`${labelOf(name)}: ${given}`);
    }
  }
  get("no_new_degree").checked = query.get("no_new_degree") === "true";
  for (const [name, field] of Object.entries(many)) {
    const kind = name === "have" || name === "lack" ? "skill" : "role";
    field.set(await Promise.all(query.getAll(name).map((iri) => labelled(iri, kind))));
  }
  get("situation").open = [...query.keys()].some((name) => name !== "from" && name !== "to");
  countSet();
  answered = null;
  if (query.get("to")) await find();
  if (unread.length) say(`The address holds values that this page cannot use. ${unread.join("; ")}.`);
}

/* Routes */

async function find({ focus = false, ticked = null } = {}) {
  const left = forgetYears();
  const parameters = question();
  const turn = ++asked;
  get("below").replaceChildren();
  countSet();
  if (!parameters.to) {
    say("");
    get("to").focus();
    return showMessage("Choose where you want to go, under To.", []);
  }
  if (!parameters.from && !parameters.degree && !withTicks(parameters).have.length) {
    say("");
    get("from").focus();
    return showMessage("Choose where you start, under From, or name the skills that you have.", []);
  }
  remember(parameters);
  say("Looking for routes…");
  try {
    const answer = await ask("lanes", { ...withTicks(parameters), k: 3 });
    if (turn !== asked) return;
    showRoutes(answer, ticked === null);
    if (left) say(left);
    if (ticked) focusTick(ticked);
    else if (focus) reveal(get("results"));
  } catch (error) {
    if (turn !== asked) return;
    showError(error);
    if (focus) reveal(get("results"));
  }
}

/** Move to the beginning of a part of the page: a focus alone shows the middle of a tall one. */
function reveal(part) {
  part.focus({ preventScroll: true });
  part.scrollIntoView({ block: "start" });
}

/** Clear the years, which belong to one line of work, when the role to start from changes. */
function forgetYears() {
  const now = title("from");
  const before = [answered?.iri, answered?.label.toLowerCase()];
  if (!answered || before.includes(now) || before.includes(now.toLowerCase()) || !get("years").value) return "";
  const text = `Your ${get("years").value} years were those of ${answered.label}. Enter your years in the work you do now.`;
  get("years").value = "";
  answered = null;
  return text;
}

function again() {
  countSet();
  if (get("to").value.trim() && get("results").childElementCount) find();
}

function showRoutes({ answer, lanes, notes }, isNew) {
  answered = answer.source.iri ? answer.source : null;
  routes = answer.routes;
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
  const act = { open: openRole, plan: makePlan, compare, tick: tickSkill, print: printHandout };
  const asIs = wishes();
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
        make("button", { type: "button", onclick: () => printHandout() }, "Print a handout"),
      ),
    ),
    make("p", { class: "handout" }, `For: ______________________________  Printed on ${today()}.`),
    ...notes.map((note) => make("p", { class: "note read-as" }, note)),
    asIs.length ? make("p", { class: "wishes" }, make("strong", {}, "With: "), `${asIs.join(". ")}.`) : "",
    get("area").value ? make("p", { class: "note" }, localPayNote.replace("{area}", get("area").value)) : "",
    ...answer.routes.map((route, place) => showLane(route, lanes[place], place + 1, known(), act, isNew)),
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
  const best = `Route 1: ${lanes[0].years}, ${lanes[0].hours} of learning.`;
  say(`${count === 1 ? "1 route." : `${count} routes, the best first.`} ${best}`);
}

function tickSkill(entry, isKnown, number) {
  const others = known().filter((other) => other.iri !== entry.iri);
  keep(isKnown ? [...others, entry] : others);
  find({ ticked: { iri: entry.iri, number } });
}

/** Put the focus back on a tick whose lane was redrawn, at the same height. */
function focusTick({ iri, number }) {
  const lane = get(`route-${number}`)?.closest(".lane");
  const boxes = [...(lane?.querySelectorAll(".learn input") ?? [])];
  const box = boxes.find((one) => one.value === iri) ?? lane?.querySelector(".to-learn summary");
  if (box) box.focus();
  else get("results").focus();
}

function today() {
  return new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
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
  routes = [];
  if (!(error instanceof AnswerError)) throw error;
  const { details } = error;
  if (error.kind === "NoRouteError" && details.relaxations?.length) {
    return showMessage(
      `No route from ${details.source || "your skills"} to ${details.target} meets all your wishes. Each of these changes opens one:`,
      details.relaxations.map(relaxation),
    );
  }
  const limits = limitsSet();
  if (error.kind === "NoRouteError" && details.constrained && limits.length) {
    return showMessage(
      `No route from ${details.source || "your skills"} to ${details.target} meets all your wishes, and no single change opens one.`,
      [["Drop all limits", () => dropLimits(limits)]],
    );
  }
  if (error.kind === "QueryTimeoutError") {
    const [advice, ...way] = limits.length
      ? ["It is quicker without limits.", "Drop all limits", () => dropLimits(limits)]
      : ["The computer may have been busy.", "Try again", () => find({ focus: true })];
    return showMessage(`This search took too long and was stopped. ${advice}`, [way]);
  }
  const rename = renaming(details.title);
  const choices = rename ? (details.candidates ?? details.suggestions ?? []) : [];
  const message = choices.length
    ? `${error.message.split(". ")[0].split(" could be ")[0].replace(/\.$/, "")}${error.kind === "AmbiguousTitleError" ? ` can mean several ${details.what === "role" ? "roles" : "skills"}. Choose one:` : ". The closest are:"}`
    : withoutCommands(error.message) +
      (error.kind === "UnknownTitleError" ? " Type a part of the name and choose from the list." : "");
  showMessage(
    message,
    choices.map((label) => [
      label,
      () => {
        rename(label);
        find({ focus: true });
      },
    ]),
  );
}

/** Return the names of the limits that are set. */
function limitsSet() {
  return [
    ...["max_years"].filter((name) => get(name).value.trim()),
    ...["no_new_degree"].filter((name) => get(name).checked),
    ...["via", "avoid"].filter((name) => many[name].entries.length),
  ];
}

function dropLimits(names) {
  for (const name of names) {
    if (many[name]) many[name].set([]);
    else if (name === "no_new_degree") get(name).checked = false;
    else get(name).value = "";
  }
  find({ focus: true });
}

/** Return a function that replaces a name that was not understood, wherever it stands. */
function renaming(title) {
  if (title === undefined) return null;
  for (const name of ["from", "to", "licence"]) {
    if (get(name).value.trim() !== title) continue;
    return (label) => {
      get(name).value = label;
      if (name in chosen) chosen[name] = null;
    };
  }
  for (const field of Object.values(many)) {
    const entry = field.entries.find(({ label }) => label === title || label.startsWith(`${title}:`));
    if (!entry) continue;
    return (label) => {
      const name = label + entry.label.slice(title.length);
      field.set(field.entries.map((other) => (other.iri === entry.iri ? { iri: name, label: name } : other)));
    };
  }
  return null;
}

/** Return a message without the hints on other questions or commands. */
function withoutCommands(message) {
  return message.replace(/([;,]?) ?`(?:search|role|gap|path|careergraph [^`]*)`[^.]*\./g, (_all, mark) =>
    mark ? "." : "",
  );
}

/** Return the text and the action of one relaxation, which uses the parameters of the API. */
function relaxation(text) {
  const [change, route] = text.split(/: (.*)/s);
  const number = /^with `(max_years|max_steps|min_pay)` (\S+) instead of (\S+)/.exec(change);
  if (number?.[1] === "max_years") {
    return [
      `Allow ${number[2]} years instead of ${number[3]}: ${route}`,
      () => {
        get("max_years").value = number[2];
        find({ focus: true });
      },
    ];
  }
  const dropped = /^without `(avoid|via)` "(.*)"/.exec(change);
  if (dropped) {
    const [, name, label] = dropped;
    const verb = name === "avoid" ? "Do not avoid" : "Do not insist on";
    return [
      `${verb} ${label}: ${route}`,
      () => {
        many[name].set(without(many[name].entries, label));
        find({ focus: true });
      },
    ];
  }
  const degree = /^with an? (.*) \(`degree`\)/.exec(change);
  if (degree)
    return [
      `Accept a role that asks for a ${degree[1]}: ${route}`,
      () => {
        get("no_new_degree").checked = false;
        find({ focus: true });
      },
    ];
  return [
    `${change.replace(/`only` (\S+)/, "steps of the kinds $1")}: ${route}`,
    () => openText("What would open a route", text),
  ];
}

/** Return entries without the one of a name; one that was typed may be a synonym of it. */
function without(entries, label) {
  const isNamed = (entry) => entry.label.toLowerCase() === label.toLowerCase();
  return entries.some(isNamed)
    ? entries.filter((entry) => !isNamed(entry))
    : entries.filter((entry) => entry.iri !== entry.label);
}

/* Role, plan, comparison */

function openText(heading, text) {
  get("page-title").textContent = heading;
  get("page-body").replaceChildren(make("p", {}, plainWords(text)));
  get("page").showModal();
}

async function openRole(role) {
  if (!role.iri) return;
  const turn = asked;
  try {
    const { blocks } = await ask("role", { title: role.iri, area: get("area").value }, { page: true });
    if (turn !== asked) return;
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

/** Show an answer below the routes, unless another question was asked meanwhile. */
async function showBelow(name, number, asks, show) {
  const turn = asked;
  say(`Making the ${name}…`);
  try {
    const answer = await asks();
    if (turn !== asked) return;
    get("below").replaceChildren(show(answer));
    get("below").dataset.route = number;
    say(`The ${name} is below the routes.`);
    reveal(get("below"));
  } catch (error) {
    if (turn !== asked) return;
    say("");
    if (error instanceof AnswerError) openText(`No ${name}`, error.message);
    else throw error;
  }
}

/** Make the plan of a route: for the best one, ask the question; for another, fix its roles. */
function makePlan(route, number) {
  const parameters = withTicks(question());
  const through = { via: route.roles.slice(1, -1).map((role) => role.iri), max_steps: route.steps.length };
  const asks = () => ask("timeline", number === 1 ? parameters : { ...parameters, ...through });
  return showBelow("plan", number, asks, (answer) =>
    showPlan(answer, (entry, place) => tickInPlan(entry, place, route)),
  );
}

/** Tick a skill of a plan, and make the plan of the same route anew. */
async function tickInPlan(entry, place, route) {
  keep([...known().filter((other) => other.iri !== entry.iri), entry]);
  await find();
  const rolesOf = ({ roles }) => roles.map((role) => role.iri).join();
  const number = routes.findIndex((other) => rolesOf(other) === rolesOf(route));
  if (number < 0) return reveal(get("results"));
  await makePlan(routes[number], number + 1);
  const buttons = [...get("below").querySelectorAll(".timeline button")];
  (buttons[place] ?? buttons.at(-1) ?? get("below")).focus();
}

function compare(roles, number) {
  const { have, lack, degree, area } = withTicks(question());
  const parameters = { role: roles.map((role) => role.iri), have, lack, degree, area };
  showBelow(
    "comparison",
    number,
    () => Promise.all([ask("compare", parameters), ask("compare", parameters, { page: true })]),
    ([answer, { blocks }]) => showComparison(answer, blocks),
  );
}

async function share() {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The address is copied. It holds your question, but not your ticks.");
  } catch {
    openText("Address", location.href);
  }
}

/** Print all routes, or one of them (by number), with every step and what stands below of it. */
function printHandout(number = null) {
  for (const lane of document.querySelectorAll(".lane"))
    lane.classList.toggle("not-printed", number !== null && lane.getAttribute("aria-labelledby") !== `route-${number}`);
  get("below").classList.toggle("not-printed", number !== null && get("below").dataset.route !== String(number));
  const folded = [...document.querySelectorAll("details.steps:not([open])")];
  for (const steps of folded) steps.open = true;
  const asBefore = () => {
    for (const steps of folded) steps.open = false;
    for (const part of document.querySelectorAll(".not-printed")) part.classList.remove("not-printed");
  };
  window.addEventListener("afterprint", asBefore, { once: true });
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
  const { roles, skills, lacked, wanted } = answer;
  if (![...roles, ...skills, ...lacked, ...wanted].length) {
    return place.replaceChildren(
      make(
        "p",
        {},
        "We found no role or skill in it. Write English, with the usual names, such as: I am a shop manager and know SQL.",
      ),
    );
  }
  const box = (type, use, mention, isOn) => {
    const input = make("input", {
      type,
      name: `understood-${use}`,
      value: mention.thing.iri,
      "data-label": mention.thing.label,
    });
    input.checked = isOn;
    return make("label", {}, input, mention.thing.label);
  };
  const choice = (heading, type, use, mentions) =>
    mentions.length
      ? make(
          "fieldset",
          {},
          make("legend", {}, heading),
          ...mentions.map((one, number) => box(type, use, one, type === "checkbox" || number === 0)),
        )
      : "";
  place.replaceChildren(
    choice("You work as", "radio", "from", roles),
    roles.length ? "" : make("p", {}, "We found no role that you work in: choose one under From, if you like."),
    choice("You know", "checkbox", "have", skills),
    choice("You do not know", "checkbox", "lack", lacked),
    choice("You want to work as", "radio", "to", wanted),
    make("button", { type: "button", onclick: useUnderstood }, "Yes, use what is ticked"),
  );
}

function useUnderstood() {
  const ticked = (use) =>
    [...document.querySelectorAll(`#understood [name=understood-${use}]:checked`)].map((box) => ({
      iri: box.value,
      label: box.dataset.label,
    }));
  for (const end of ["from", "to"])
    for (const role of ticked(end)) {
      chosen[end] = role;
      get(end).value = role.label;
    }
  for (const name of ["have", "lack"]) for (const skill of ticked(name)) many[name].add(skill);
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
get("fresh").addEventListener("click", () => {
  asked++;
  answered = chosen.from = chosen.to = null;
  get("question").reset();
  for (const field of Object.values(many)) field.set([]);
  for (const place of ["results", "below", "understood"]) get(place).replaceChildren();
  keep([]);
  countSet();
  history.replaceState(null, "", location.pathname);
  say("Everything is cleared, ticks too.");
  get("from").focus();
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

/** Elements made by DOM calls: no text from data ever becomes HTML. */

/** Return a new element with attributes and children; strings become text nodes. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Return an element by its id. */
export const get = (id) => document.getElementById(id);

const ADVICE = [
  [/add `degree` if you have one/g, "enter your degree if you have one"],
  [/settle it with `have` or `lack`/g, "tick it below, or name it under Skills you do not have"],
  [/add `licence` if you hold it/g, "if you hold it, enter it under Licence you hold"],
];
const FIELDS = {
  from: "From",
  to: "To",
  hours_per_week: "Hours of learning a week",
  years: "Years in the work you do",
  degree: "Your highest degree",
  licence: "Licence you hold",
  max_years: "Most years it may take",
  have: "Skills you have",
  lack: "Skills you do not have",
  via: "Pass through",
  avoid: "Avoid",
};

/** Return a text of the API in the words of this page, with fields in place of parameters. */
export function plainWords(text) {
  const words = ADVICE.reduce((before, [pattern, instead]) => before.replace(pattern, instead), text);
  return words.replace(/(with )?`([a-z_]+)`/g, (all, means, name) =>
    FIELDS[name] ? `${means ? "under " : ""}“${FIELDS[name]}”` : all,
  );
}

/** Return the blocks of a page of the API as elements. */
export function showBlocks(blocks, { level = 3 } = {}) {
  const shown = blocks.filter((block) => block.text !== "");
  return shown.map((block) => {
    if (block.heading !== undefined) return make(`h${level}`, {}, block.heading);
    if (block.fields !== undefined) return showFields(block.fields);
    if (block.rows !== undefined) return showTable(block.header, block.rows);
    return make("p", {}, plainWords(block.text));
  });
}

/** Return names and values as a definition list; a row without a name continues the one above. */
export function showFields(rows) {
  const list = make("dl");
  for (const [name, value] of rows) {
    const last = list.lastElementChild;
    if (name.trim() === "" && last) last.append(make("br"), textOrLink(value));
    else
      list.append(
        make("dt", { class: name.startsWith(" ") ? "sub" : null }, name.trim()),
        make("dd", {}, textOrLink(value)),
      );
  }
  return list;
}

/** Return a value as text, with a source's address as a link and the role in a ladder marked. */
function textOrLink(value) {
  if (/^https?:\/\/\S+$/.test(value)) return make("a", { href: value, rel: "noreferrer" }, value);
  const [before, here, after] = value.split(/(?<=^|→ )\*([^*]+)\*(?= |$)/); // one rung of a ladder is marked
  if (here === undefined) return plainWords(value);
  const ladder = make("span");
  ladder.append(before, make("strong", {}, here), after);
  return ladder;
}

function showTable(header, rows) {
  const head = make("tr", {}, ...header.map((cell) => (cell.trim() ? make("th", { scope: "col" }, cell) : make("td"))));
  const body = rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))));
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table" },
    make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)),
  );
}

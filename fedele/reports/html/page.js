// What every part of the script works on: the flags, the beads, the words of the page.
// Without script every mark still links to its entry in the list, and every entry to its words.

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

const data = JSON.parse(byId("data").textContent);
const say = (key, values = {}) => fill(data.words[`decide.${key}`], values);
const forms = new Intl.PluralRules(document.documentElement.lang);
const sayCount = (key, number) => {
  const asked = `${key}.${forms.select(number)}`;
  return say(`decide.${asked}` in data.words ? asked : `${key}.other`, { n: number });
};

document.documentElement.classList.add("js");

// What an entry says, without its buttons.
const wordsOf = (item) =>
  all(".badge, .head strong, .sev, .sure, .quote, .why, .said", item)
    .map((part) => part.textContent.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");

// Every flag: its entry in the list, its marks and badges in the texts, its ticks in the overview.
const flags = new Map();
for (const item of all(".flags > li")) {
  const words = wordsOf(item).toLocaleLowerCase();
  const number = item.dataset.n;
  const id = item.id.slice("flag-".length);
  flags.set(number, { number, id, item, marks: [], badges: [], ticks: [], words });
}
for (const mark of all(".text mark")) flags.get(mark.dataset.n).marks.push(mark);
for (const badge of all(".text .badge")) flags.get(badge.dataset.n).badges.push(badge);
for (const tick of all(".strip .tick")) flags.get(tick.dataset.n).ticks.push(tick);

const inOrder = [...flags.values()].sort((one, other) => one.number - other.number);
const byFlagId = new Map(inOrder.map((flag) => [flag.id, flag]));
const tracesOf = (flag) => [...flag.marks, ...flag.badges, ...flag.ticks];

// Every sentence by its bead: those that render each other.
const beads = new Map();
for (const sentence of all(".s")) {
  const bead = sentence.dataset.b;
  if (!beads.has(bead)) beads.set(bead, []);
  beads.get(bead).push(sentence);
}

/** Families of channels, as headings. */
const FAMILIES: Readonly<Record<string, string>> = {
  net: "Network",
  dns: "Names",
  people: "People",
  store: "Stores",
  key: "Keys",
  identity: "Identity",
  compute: "Machines",
  log: "Logs",
  share: "Sharing",
  supply: "Supply",
  state: "State",
};

/** The family of a channel, as its id begins. */
export function familyOf(id: string): string {
  return id.slice(0, id.indexOf("."));
}

/** What a family is called in a report. */
export function familyTitle(family: string): string {
  return FAMILIES[family] ?? family;
}

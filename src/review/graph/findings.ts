import { type ChannelReport, type Finding, type TargetReport, type Witness } from "../../verify";
import { type Model } from "../../verify/model/model";
import { type Resource } from "../../verify/model/resource";
import { ADDRESS } from "../../verify/model/value";
import { type Tone, type Way } from "./graph";
import { type Links } from "./links";
import { type Places } from "./places";

/** Most ends of ways out that are drawn for one box, and most resources that are drawn since a finding names them. */
const MOST_ENDS = 4;
const MOST_NAMED = 8;

const RANK: Readonly<Record<Tone, number>> = { door: 0, unproven: 1, open: 2 };
const MENTIONED = new RegExp(`(?<![\\w.])${ADDRESS}`, "g");

/** Draws what a report found: its ways out as paths, its doors, and what it does not understand. */
export function addFindings(
  model: Model,
  report: TargetReport,
  places: Places,
  links: Links,
): { readonly ways: readonly Way[]; readonly tones: ReadonlyMap<string, Tone> } {
  const drawing = new Drawing(model, places, links);
  for (const channel of report.channels) {
    channel.findings.forEach((finding, index) => drawing.finding(channel, finding, index));
    for (const door of channel.doors) drawing.door(channel, door.address);
  }
  return drawing;
}

class Drawing {
  public readonly ways: Way[] = [];
  public readonly tones = new Map<string, Tone>();
  private readonly resources: ReadonlyMap<string, Resource>;
  private readonly named = new Map<string, number>();
  private readonly ends = new Map<string, number>();

  public constructor(
    model: Model,
    private readonly places: Places,
    private readonly links: Links,
  ) {
    this.resources = new Map(model.resources.map((resource) => [resource.address, resource]));
  }

  public finding(channel: ChannelReport, finding: Finding, index: number): void {
    const at = this.shown(finding.address, finding.witness !== null);
    if (at !== undefined) this.mark(at, finding.verdict);
    if (finding.witness === null) return;
    const passed = this.passed(finding.witness);
    const steps = passed.length > 0 ? passed : at === undefined ? [] : [at];
    const last = steps.at(-1);
    if (last === undefined) return;
    for (const step of steps) this.mark(step, finding.verdict);
    const end = this.endOf(last, finding.witness.to);
    for (const id of end) this.mark(id, finding.verdict);
    this.ways.push({ id: `way-${this.ways.length}`, channel: channel.id, finding: index, steps: [...steps, ...end] });
  }

  public door(channel: ChannelReport, address: string): void {
    const at = this.shown(address, true);
    if (at === undefined) return;
    this.mark(at, "door");
    const link = this.links.all.find(({ id, from }) => id === at || from === at);
    if (link === undefined) {
      const outside = this.links.outside("door", channel.id, this.places.boxWith(at) ?? "");
      this.mark(outside, "door");
      this.mark(this.links.join("door", at, outside), "door");
    } else for (const id of [link.id, link.to]) this.mark(id, "door");
  }

  /** What stands in the picture for the places that a way out passes, each once. */
  private passed({ from, through }: Witness): string[] {
    const source = [...from.matchAll(MENTIONED)]
      .map(([address]) => address)
      .find((address) => this.resources.has(address));
    const ids = [...(source === undefined ? [] : [source]), ...through].flatMap(
      (address) => this.shown(address, false) ?? [],
    );
    return ids.filter((id, index) => ids.indexOf(id) === index && !this.isOutside(id));
  }

  /** Where a way out leaves the picture: by a link that is there, or to an end of its own. */
  private endOf(last: string, to: string): string[] {
    const link = this.links.all.find(({ id, from, kind }) => (id === last || from === last) && kind !== "tunnel");
    if (link !== undefined && this.isOutside(link.to)) return link.id === last ? [link.to] : [link.id, link.to];
    const box = this.places.boxWith(last) ?? this.places.boxWith(link?.from ?? "") ?? "";
    const ends = this.ends.get(box) ?? 0;
    const isNew = !this.links.outsides.some(({ kind, name }) => kind === "way-out" && name === to);
    if (isNew) this.ends.set(box, ends + 1);
    const end = this.links.outside("way-out", ends < MOST_ENDS || !isNew ? to : "", box);
    // A link cannot lead on from a link: its nearer end does.
    const from = link?.id === last ? link.from : last;
    return [this.links.join("way-out", from, end), end];
  }

  /** What stands for an address; where nothing does and it is wanted, a part of its own. */
  private shown(address: string, wanted: boolean): string | undefined {
    const resource = this.resources.get(address);
    if (resource === undefined) return this.places.idOf(address);
    const known = this.places.shownFor(resource);
    if (known !== undefined || !wanted) return known;
    const box = this.places.boxOf(resource);
    const count = this.named.get(box) ?? 0;
    if (count >= MOST_NAMED) return box;
    this.named.set(box, count + 1);
    return this.places.put(this.places.groupFor(resource, "named"), "other", resource);
  }

  private isOutside(id: string): boolean {
    return this.links.outsides.some((outside) => outside.id === id);
  }

  private mark(id: string, tone: Tone): void {
    const known = this.tones.get(id);
    if (known === undefined || RANK[known] < RANK[tone]) this.tones.set(id, tone);
  }
}

import fc from "fast-check";
import {
  type BoxPlace,
  layOutDataBox,
  layOutResearchBox,
  placeBoxes,
  privateSpaces,
} from "../../src/project/address-plan";
import { type Cidr, contains, formatCidr, overlaps, parseCidr } from "../../src/project/cidr";

const DATA: BoxPlace = { name: "databox", kind: "dataBox" };
const tenant = (name: string): BoxPlace => ({ name, kind: "researchBox" });
const name = fc.stringMatching(/^[a-z]{2,12}$/).filter((text) => text !== "databox");
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 50 });
const place = (project: string, tenants: readonly string[]) => placeBoxes(project, [DATA, ...tenants.map(tenant)]);
const disjoint = (blocks: readonly Cidr[]): boolean =>
  blocks.every((a, i) => blocks.slice(i + 1).every((b) => !overlaps(a, b)));

describe("the address plan", () => {
  it("gives up to fifty boxes blocks that do not meet", () => {
    fc.assert(
      fc.property(name, names, (project, tenants) => {
        const { blocks } = place(project, tenants);
        return blocks.size === tenants.length + 1 && disjoint([...blocks.values()]);
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it("moves nobody when a tenant comes or goes, unless a collision said so", () => {
    fc.assert(
      fc.property(name, names, name, fc.nat(50), (project, tenants, newcomer, at) => {
        fc.pre(!tenants.includes(newcomer));
        const more = [...tenants.slice(0, at), newcomer, ...tenants.slice(at)];
        const [before, after] = [place(project, tenants), place(project, more)];
        const told = new Set(
          [...before.collisions, ...after.collisions].flatMap(({ moved, because }) => [moved, because]),
        );
        return [...before.blocks].every(
          ([box, block]) =>
            told.has(box) || formatCidr(block) === formatCidr(after.blocks.get(box) ?? { base: 0, bits: 0 }),
        );
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  it("does not depend on the order of the tenants, unless a collision said so", () => {
    fc.assert(
      fc.property(name, names, (project, tenants) => {
        const [one, other] = [place(project, tenants), place(project, [...tenants].reverse())];
        return (
          one.collisions.length > 0 ||
          [...one.blocks].every(([box, block]) => block.base === other.blocks.get(box)?.base)
        );
      }),
      { seed: 23, numRuns: 200 },
    );
  });

  it("says who was moved, by whom, and the block that keeps it where it is", () => {
    // Two names of one place, found by search.
    const first = new Map<number, string>();
    let pair: [string, string] | undefined;
    for (let index = 0; pair === undefined; index++) {
      const candidate = `t${index}`;
      const { base } = place("p", [candidate]).blocks.get(candidate) ?? { base: 0 };
      const other = first.get(base);
      if (other !== undefined) pair = [other, candidate];
      first.set(base, candidate);
    }
    const { blocks, collisions } = place("p", pair);
    const to = formatCidr(blocks.get(pair[1]) ?? { base: 0, bits: 0 });
    expect(collisions).toEqual([{ moved: pair[1], because: pair[0], to }]);
    // With the line that the warning proposes, nobody depends on anybody.
    const pinned = placeBoxes("p", [DATA, tenant(pair[0]), { ...tenant(pair[1]), given: parseCidr(to) }]);
    expect(pinned.collisions).toEqual([]);
    expect(formatCidr(pinned.blocks.get(pair[1]) ?? { base: 0, bits: 0 })).toBe(to);
  });

  it("keeps given blocks, and plans around them", () => {
    const planned = place("p", ["lab"]).blocks.get("lab") ?? { base: 0, bits: 0 };
    const { blocks, collisions } = placeBoxes("p", [DATA, tenant("lab"), { ...tenant("given"), given: planned }]);
    expect(blocks.get("given")).toEqual(planned);
    expect(overlaps(blocks.get("lab") ?? planned, planned)).toBe(false);
    expect(collisions).toEqual([expect.objectContaining({ moved: "lab", because: "given" })]);
  });

  it("lays tiers out inside of a box, without overlap, and keeps them where they are when a second zone comes", () => {
    const block = (bits: [number, number]) =>
      fc
        .tuple(fc.nat(255), fc.integer({ min: bits[0], max: bits[1] }))
        .map(([n, size]) => parseCidr(`10.${n}.0.0/${size}`));
    const check = (box: Cidr, one: object, two: object): boolean => {
      const [single, multi] = [one, two].map(
        (layout) => Object.entries(layout).filter(([key]) => key !== "cidr") as [string, string[]][],
      );
      const all = (multi ?? []).flatMap(([, cidrs]) => cidrs.map(parseCidr));
      return (
        disjoint(all) &&
        all.every((tier) => contains(box, tier) && tier.bits <= 28) &&
        (single ?? []).every(([tier, cidrs]) => cidrs[0] === multi?.find(([other]) => other === tier)?.[1][0])
      );
    };
    fc.assert(
      fc.property(block([16, 22]), (box) => check(box, layOutResearchBox(box, 1), layOutResearchBox(box, 2))),
      { seed: 24 },
    );
    fc.assert(
      fc.property(block([16, 20]), (box) => check(box, layOutDataBox(box, 1), layOutDataBox(box, 2))),
      { seed: 25 },
    );
  });

  it("lays a box of the planned size out as the documentation says", () => {
    expect(layOutResearchBox(parseCidr("10.4.8.0/22"), 2)).toEqual({
      cidr: "10.4.8.0/22",
      compute: ["10.4.8.0/24", "10.4.9.0/24"],
      desktop: ["10.4.10.0/26", "10.4.10.64/26"],
      endpoint: ["10.4.10.128/27", "10.4.10.160/27"],
      access: ["10.4.10.192/27", "10.4.10.224/27"],
      gateway: ["10.4.11.0/28", "10.4.11.16/28"],
    });
    expect(layOutDataBox(parseCidr("172.16.0.0/20"), 2)).toEqual({
      cidr: "172.16.0.0/20",
      data: ["172.16.0.0/23", "172.16.2.0/23"],
      gateway: ["172.16.4.0/25", "172.16.4.128/25"],
      endpoint: ["172.16.5.0/26", "172.16.5.64/26"],
      link: ["172.16.5.128/27", "172.16.5.160/27"],
    });
  });

  it("names the private spaces that hold some blocks", () => {
    expect(privateSpaces(["10.1.0.0/22", "10.2.0.0/22", "192.168.4.0/22"])).toEqual(["10.0.0.0/8", "192.168.0.0/16"]);
  });
});

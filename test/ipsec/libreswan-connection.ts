/** One side of a connection, as written. */
export interface ConnectionSide {
  readonly id: string;
  readonly address: string;
  readonly subnets: readonly string[];
}

/** The part of a libreswan connection that two ends have to agree on. */
export interface Connection {
  readonly left: ConnectionSide;
  readonly right: ConnectionSide;
  readonly ike: string;
  readonly esp: string;
}

/** Reads the one connection of a configuration file. */
export function connection(text: string): Connection {
  const values = new Map(
    text
      .split("\n")
      .map((line) => /^\s+(\w+)=(.*)$/.exec(line))
      .flatMap((match) => (match === null ? [] : [[match[1], match[2]] as const])),
  );
  const value = (name: string): string => {
    const found = values.get(name);
    if (found === undefined) throw new Error(`the connection does not say ${name}`);
    return found;
  };
  const side = (name: "left" | "right"): ConnectionSide => ({
    id: value(`${name}id`),
    address: value(name),
    subnets: value(`${name}subnets`).replace(/[{}]/g, "").split(","),
  });
  return { left: side("left"), right: side("right"), ike: value("ike"), esp: value("esp") };
}

/** `module.a["x"].module.b.`, or nothing. */
export function modulePrefix(address: string): string {
  return /^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)?.[0] ?? "";
}

/** The caller's prefix, as the address of something in it. */
export function moduleOf(address: string): string {
  return modulePrefix(address).replace(/module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.$/, "");
}

/** An address without the keys of instances. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

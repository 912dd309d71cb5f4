import { type Resource } from "../model/resource";

/** All that a resource holds as one text, but for some attributes, to look for what it names anywhere. */
export function textWithout(resource: Resource, ...names: readonly string[]): string {
  return JSON.stringify(Object.entries(resource.attributes).filter(([name]) => name !== "//" && !names.includes(name)));
}

/**
 * Whether a text names a resource: by its address, or by an id that AWS gave it.
 *
 * @param but attributes that may be named without naming the resource itself
 */
export function names(text: string, resource: Resource, ...but: readonly string[]): boolean {
  return [resource.address, resource.text("id"), resource.text("arn")].some((name) => {
    if (name === undefined || name === "") return false;
    const written = JSON.stringify(name).slice(1, -1);
    if (!text.includes(written)) return false;
    const except = but.length === 0 ? "" : `(?!(?:\\[[^\\]]*\\])?\\.(?:${but.join("|")})\\b)`;
    return new RegExp(`${written.replaceAll(/[.[\]\\"]/g, "\\$&")}(?![\\w-])${except}`).test(text);
  });
}

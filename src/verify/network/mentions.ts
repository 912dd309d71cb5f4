import { type Resource } from "../model/resource";

/** All that a resource holds as one text, but for some attributes, to look for what it names anywhere. */
export function textWithout(resource: Resource, ...names: readonly string[]): string {
  return JSON.stringify(Object.entries(resource.attributes).filter(([name]) => name !== "//" && !names.includes(name)));
}

/** The texts by which another resource is named in such a text: its address, and the ids that AWS gave it. */
export function namesOf(resource: Resource): string[] {
  return [resource.address, resource.text("id"), resource.text("arn")].flatMap((name) =>
    name === undefined || name === "" ? [] : [JSON.stringify(name).slice(1, -1)],
  );
}

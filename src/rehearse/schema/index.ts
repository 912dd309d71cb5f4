import { bindingsModules, bindingsVersion, readModule, readProviderBlock } from "./bindings";
import { type BlockSchema, type ProviderSchema } from "./schema";

export * from "./schema";
export { BindingsError } from "./bindings";

const read = new Map<string, { readonly type: string; readonly block: BlockSchema }>();

/**
 * The provider's schema.
 *
 * @param types which resource types and data sources, as `aws_vpc` and `data.aws_region`; those that the provider lacks
 *   are left out. @default - all of them, which takes some seconds
 */
export function providerSchema(types?: Iterable<string>): ProviderSchema {
  const names = types === undefined ? bindingsModules().keys() : [...types].flatMap((type) => moduleOf(type) ?? []);
  const resources = new Map<string, BlockSchema>();
  const dataSources = new Map<string, BlockSchema>();
  for (const name of names) {
    let module = read.get(name);
    if (module === undefined) read.set(name, (module = readModule(name)));
    (name.startsWith("data-aws-") ? dataSources : resources).set(module.type, module.block);
  }
  return { version: bindingsVersion(), provider: readProviderBlock(), resources, dataSources };
}

let modulesByType: Map<string, string> | undefined;

/** The bindings' folder of a type: names of types and of folders differ in how they part words that end in digits. */
function moduleOf(type: string): string | undefined {
  const key = (name: string): string => name.replaceAll(/[-_.]/g, "");
  modulesByType ??= new Map([...bindingsModules().keys()].map((name) => [key(name), name]));
  const isData = type.startsWith("data.");
  return modulesByType.get(isData ? key(type) : key(type.replace(/^aws_/, "")));
}

/** The provider's schema, of which each type is read when it is asked for; it cannot be listed. */
export function lazySchema(): ProviderSchema {
  class Lazy extends Map<string, BlockSchema> {
    public constructor(private readonly prefix: string) {
      super();
    }

    public override get(type: string): BlockSchema | undefined {
      const { resources, dataSources } = providerSchema([`${this.prefix}${type}`]);
      return (this.prefix === "" ? resources : dataSources).get(type);
    }
  }
  return { ...providerSchema([]), resources: new Lazy(""), dataSources: new Lazy("data.") };
}

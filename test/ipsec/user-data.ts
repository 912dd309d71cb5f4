import { exampleProject, EXAMPLES, stackOf } from "../stacks/example-projects";

/** A boot script as an instance receives it. */
export interface UserData {
  /** Project and Terraform address of the instance. */
  readonly title: string;
  readonly address: string;
  /** Text with Terraform's references replaced by values of their kind. */
  readonly script: string;
}

/** The boot scripts of every instance and launch template of the example projects. */
export function userDataOfExamples(): UserData[] {
  return EXAMPLES.flatMap((file) => {
    const project = exampleProject(file);
    return Object.entries(stackOf(project).resource).flatMap(([type, byName]) =>
      Object.entries(byName).flatMap(([name, { user_data: text, user_data_base64: encoded }]) => {
        const address = `${type}.${name}`;
        const data = text ?? (encoded === undefined ? undefined : Buffer.from(encoded as string, "base64").toString());
        return data === undefined
          ? []
          : [{ title: `${project.name} ${address}`, address, script: rendered(data as string) }];
      }),
    );
  });
}

/**
 * What Terraform makes of a template: `$${` is a plain `${`, and a reference is a value. Addresses of interfaces
 * become distinct ones of TEST-NET-1 (RFC 5737), alike for the same reference.
 */
function rendered(template: string): string {
  return template.replace(/\$\$\{|\$\{([^}]*)\}/g, (whole, reference: string | undefined) => {
    if (reference === undefined) return whole.slice(1);
    if (reference.endsWith(".private_ip")) return addressFor(reference);
    if (reference.endsWith(".arn")) return "arn:aws:secretsmanager:eu-west-1:111111111111:secret:tunnel-AbCdEf";
    if (reference.endsWith(".name")) return "name";
    throw new Error(`no stand-in for the reference ${reference} in user data`);
  });
}

const addresses = new Map<string, string>();

function addressFor(reference: string): string {
  const known = addresses.get(reference) ?? `192.0.2.${addresses.size + 1}`;
  addresses.set(reference, known);
  return known;
}

/** The files that a script writes from quoted here-documents, by path. */
export function filesWritten(script: string): ReadonlyMap<string, string> {
  return new Map(
    [...script.matchAll(/^cat > (\S+) <<'EOF'\n([\s\S]*?)^EOF$/gm)].map(([, path = "", content = ""]) => [
      path,
      content,
    ]),
  );
}

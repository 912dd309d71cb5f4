/** Constructs of a project that outlive it: the audit trail, the key of its records, and a vault, which nobody empties. */
const OUTLIVES = ["audit-trail", "custody/audit", "account-trail", "backups/vault"];

interface StackJson {
  readonly terraform: unknown;
  readonly provider: unknown;
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, { readonly "//"?: { readonly metadata?: { readonly path?: string } } }>>>
  >;
}

/**
 * What is left of a project's stack once it is over: the way to its accounts. Applied, Terraform destroys all that the
 * stack made, and lets go of the audit trail and the vault of backups, which stay as they are, locked, for as long as they have to.
 *
 * @param full the project's stack as Terraform JSON
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export function retiredStack(full: object): object {
  const { resource = {}, terraform, provider } = full as StackJson;
  const outliving = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, body]) => {
      const within = body["//"]?.metadata?.path?.split("/").slice(1).join("/") ?? "";
      return OUTLIVES.some((one) => within.startsWith(one)) ? [`${type}.${name}`] : [];
    }),
  );
  return {
    terraform,
    provider,
    removed: outliving.sort().map((from) => ({ from, lifecycle: { destroy: false } })),
  };
}

type Stack = {
  resource?: Record<
    string,
    Record<string, { lifecycle?: { prevent_destroy?: boolean }; deletion_protection?: boolean }>
  >;
};

/** How many resources of a stack Terraform does not destroy. */
export function protectedIn(text: string): number {
  const { resource = {} } = JSON.parse(text) as Stack;
  return Object.values(resource)
    .flatMap((byName) => Object.values(byName))
    .filter((one) => one.lifecycle?.prevent_destroy === true).length;
}

/** A stack that may go, and how many of its resources AWS has to be told so of first. */
export function withoutProtection(text: string): { readonly stack: string; readonly changes: number } {
  const stack = JSON.parse(text) as Stack;
  let changes = 0;
  for (const byName of Object.values(stack.resource ?? {}))
    for (const one of Object.values(byName)) {
      if (one.lifecycle?.prevent_destroy === true) delete one.lifecycle.prevent_destroy;
      if (one.deletion_protection !== true) continue;
      one.deletion_protection = false;
      changes += 1;
    }
  return { stack: JSON.stringify(stack), changes };
}

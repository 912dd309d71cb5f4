/**
 * Variables by which a shell changes what an engine plans or applies, without a trace in the plan: arguments, another
 * workspace, values of variables, another data folder, a provider that runs already.
 * https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
const SWAYS = /^(TF_CLI_ARGS(_.*)?|TF_WORKSPACE|TF_DATA_DIR|TF_VAR_.*|TF_REATTACH_PROVIDERS)$/;

/** The surroundings of an engine that works on the real cloud: those of the shell, credentials included, but for what sways it. */
export function engineEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  dataFolder: string,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !SWAYS.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    TF_DATA_DIR: dataFolder,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
  };
}

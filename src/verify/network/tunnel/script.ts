import { type Model } from "../../model/model";
import { ADDRESS, readValue } from "../../model/value";

/** A shell script that sets a machine up, taken apart: the files that it writes, and what it does besides. */
export interface Script {
  /** Contents by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Lines that are neither a file nor a statement of a kind that is known to change nothing that is judged. */
  readonly unread: readonly string[];
  /** Rule sets of nftables that it loads, by path. */
  readonly loads: readonly string[];
  /** Units that start again with the machine. */
  readonly atBoot: readonly string[];
}

const HERE_DOCUMENT = /^cat > (\/[\w./-]+) <<'(\w+)'$/;

/** Statements that neither forward packets nor change what files say. */
const KNOWN: readonly RegExp[] = [
  /^$/,
  /^#/,
  /^set -euo pipefail$/,
  /^umask \d{3,4}$/,
  /^sysctl --system$/,
  /^systemctl daemon-reload$/,
  /^chmod [0-7]{3,4}(?: \/[\w./-]+)+$/,
  /^chown root:root(?: \/[\w./-]+)+$/,
  /^echo 'include \/etc\/ipsec\.d\/\*\.secrets' > \/etc\/ipsec\.secrets$/,
  /^amazon-cloudwatch-agent-ctl [\w :./-]+(?: \|\| true)?$/,
  // Putting a pre-shared key that is fetched at boot where IPsec looks for it.
  /^line="@[\w.-]+ @[\w.-]+ : PSK \\"\$key\\""$/,
  /^file=\/etc\/ipsec\.d\/[\w-]+\.secrets$/,
  /^\[ -f \$file \] && \[ "\$\(cat \$file\)" = "\$line" \] && exit 0$/,
  /^printf '%s\\n' "\$line" > \$file$/,
  /^ipsec rereadsecrets(?: \|\| true)?$/,
  // Saying in the gateway's log that a tunnel is up.
  /^tunnels=\$\(ipsec trafficstatus\)$/,
  /^\[\[ "\$tunnels" == \*'"[\w.-]+'\* \]\] \|\| exit 0$/,
  /^echo '[\w .:-]+' >> \/var\/log\/[\w-]+\.log$/,
];
const FETCH =
  /^key=\$\(aws secretsmanager get-secret-value --region [a-z0-9-]+ --secret-id '([^']+)' --query SecretString --output text\)$/;
const LOAD = /^nft -f (\/[\w./-]+)$/;
const UNITS = /^systemctl (enable --now|enable|start|restart) ([\w. -]+)$/;

/** Takes a script apart. Whatever it holds that is not known is told, and nothing is passed over. */
export function readScript(model: Model, text: string): Script {
  const files = new Map<string, string>();
  const unread: string[] = [];
  const loads: string[] = [];
  const units: string[] = [];
  const atBoot: string[] = [];
  for (const expression of text.matchAll(/(?<!\$)\$\{([^}]*)\}/g))
    if (!isAttribute(model, expression[1] ?? "")) unread.push(expression[0]);
  const statements = (lines: readonly string[]): void => {
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at] ?? "";
      const [, path, end] = HERE_DOCUMENT.exec(line) ?? [];
      if (path !== undefined && end !== undefined) {
        const last = lines.indexOf(end, at);
        if (last < 0 || files.has(path)) return void unread.push(line);
        files.set(path, lines.slice(at + 1, last).join("\n"));
        at = last;
        continue;
      }
      const load = LOAD.exec(line)?.[1];
      const secret = FETCH.exec(line)?.[1];
      const [, how = "", named] = UNITS.exec(line) ?? [];
      if (load !== undefined) loads.push(load);
      else if (named !== undefined) {
        units.push(...named.split(" "));
        if (how.startsWith("enable")) atBoot.push(...named.split(" "));
      } else if (secret !== undefined) {
        if (!isOwnSecret(model, secret)) unread.push(line);
      } else if (!KNOWN.some((known) => known.test(line))) unread.push(line);
    }
  };
  statements(text.split("\n"));
  for (const [path, content] of [...files])
    if (path.startsWith("/usr/local/")) statements(content.split("\n"));
    else if (/\/(?:dcvserver|ipsec|nftables)\.[a-z]+$/.test(path) && path.startsWith("/etc/systemd/"))
      unread.push(path);
    else if (path.startsWith("/etc/systemd/")) unread.push(...unreadOfUnit(content, files));
    else if (path.startsWith("/etc/sysctl.d/"))
      unread.push(...content.split("\n").filter((line) => !/^net\.[\w.]+ = \d+$/.test(line)));
    else if (path.endsWith(".json")) unread.push(...unreadOfAgent(content));
    else if (!/^\/etc\/(?:dcv\/|ipsec\.|nftables|sysconfig\/nftables)/.test(path)) unread.push(path);
  const known = new Set(["dcvserver", "ipsec", "nftables"]);
  unread.push(
    ...units.filter(
      (unit) => !known.has(unit) && ![unit, `${unit}.service`].some((one) => files.has(`/etc/systemd/system/${one}`)),
    ),
  );
  return { files, unread, loads, atBoot };
}

const ATTRIBUTE = new RegExp(`^(${ADDRESS})\\.(?:arn|id|name|private_ip)$`);

/** An attribute of a resource of the configuration: AWS makes it, and it holds neither quotes nor lines. */
function isAttribute(model: Model, expression: string): boolean {
  const [, address] = ATTRIBUTE.exec(expression) ?? [];
  return address !== undefined && model.resources.some((resource) => resource.address === address);
}

/** Whether a pre-shared key is fetched from a secret of the configuration: one of somebody's is known to him. */
function isOwnSecret(model: Model, text: string): boolean {
  const target = model.follow(readValue(text));
  return target.kind === "resource" && target.resource.type === "aws_secretsmanager_secret";
}

/** Settings of the CloudWatch agent that do more than ship files below `/var/log` to the account's own log groups. */
function unreadOfAgent(content: string): string[] {
  const settings = [...content.matchAll(/"(\w+)"\s*:\s*(?:"([^"]*)"|([{[]))/g)];
  const known = /^(?:logs|logs_collected|files|collect_list|log_group_name|log_stream_name|timezone)$/;
  return settings.flatMap(([whole, key = "", value]) =>
    known.test(key) || (key === "file_path" && /^\/var\/log\/(?!.*\.\.)[\w./*-]+$/.test(value ?? "")) ? [] : [whole],
  );
}

/** Lines of a unit of systemd that start something else than a script which is read too. */
function unreadOfUnit(content: string, files: ReadonlyMap<string, string>): string[] {
  return content.split("\n").filter((line) => {
    const [, started] = /^ExecStart=(\/\S+)$/.exec(line) ?? [];
    if (started !== undefined) return !files.has(started);
    return !/^(?:|\[\w+\]|(?:Description|After|Wants|Type|OnBootSec|OnUnitActiveSec|WantedBy)=.*)$/.test(line);
  });
}

/**
 * Everything in Amazon DCV that could carry a byte past the pixels. `deny` cannot be overridden by a later permission,
 * `disallow` could.
 * https://docs.aws.amazon.com/dcv/latest/adminguide/security-authorization-file-create-permission.html
 */
export const DENIED_DISPLAY_FEATURES = [
  "audio-in",
  "clipboard-copy",
  "clipboard-paste",
  "extensions-client",
  "extensions-server",
  "file-download",
  "file-upload",
  "gamepad",
  "printer",
  "screenshot",
  "smartcard",
  "unsupervised-access",
  "usb",
  "webauthn",
  "webcam",
] as const;

const ALLOWED_DISPLAY_FEATURES = [
  "display",
  "keyboard",
  "keyboard-sas",
  "mouse",
  "pointer",
  "stylus",
  "touch",
] as const;

/** Operating system of a desktop. */
export type DesktopSystem = "linux" | "windows";

const PERMISSIONS = `[permissions]
%any% deny ${DENIED_DISPLAY_FEATURES.join(" ")}
%owner% allow ${ALLOWED_DISPLAY_FEATURES.join(" ")}`;

/**
 * User data of a desktop: Amazon DCV shows a display and nothing else. The settings belong to the machine's administrator,
 * and the image gives people no way to become one.
 */
export function desktopScript(os: DesktopSystem = "linux"): string {
  return os === "linux" ? linuxScript() : windowsScript();
}

function linuxScript(): string {
  return `#!/bin/bash
# Desktop: display only. Holds no secret.
set -euo pipefail
cat > /etc/dcv/default.perm <<'EOF'
${PERMISSIONS}
EOF
cat > /etc/dcv/dcv.conf <<'EOF'
[clipboard]
primary-selection-copy=false
primary-selection-paste=false
[connectivity]
idle-timeout=30
web-port=8443
enable-quic-frontend=true
[security]
authentication="system"
EOF
chown root:root /etc/dcv/default.perm /etc/dcv/dcv.conf
chmod 644 /etc/dcv/default.perm /etc/dcv/dcv.conf
systemctl restart dcvserver
`;
}

/**
 * On Windows the settings are values of the registry, and the permissions are a file as on Linux.
 * https://docs.aws.amazon.com/dcv/latest/adminguide/config-param-ref.html
 * https://docs.aws.amazon.com/dcv/latest/adminguide/security-authorization.html
 */
function windowsScript(): string {
  return `<powershell>
# Desktop: display only. Holds no secret.
$ErrorActionPreference = 'Stop'
@'
${PERMISSIONS}
'@ | Set-Content -Path 'C:\\Program Files\\NICE\\DCV\\Server\\conf\\default.perm' -Encoding ascii
$settings = 'Registry::HKEY_USERS\\S-1-5-18\\Software\\GSettings\\com\\nicesoftware\\dcv'
foreach ($key in 'connectivity', 'security') { New-Item -Path "$settings\\$key" -Force | Out-Null }
New-ItemProperty -Path "$settings\\connectivity" -Name 'idle-timeout' -PropertyType DWord -Value 30 -Force | Out-Null
New-ItemProperty -Path "$settings\\connectivity" -Name 'web-port' -PropertyType DWord -Value 8443 -Force | Out-Null
New-ItemProperty -Path "$settings\\connectivity" -Name 'enable-quic-frontend' -PropertyType DWord -Value 1 -Force | Out-Null
New-ItemProperty -Path "$settings\\security" -Name 'authentication' -PropertyType String -Value 'system' -Force | Out-Null
Restart-Service -Name dcvserver -Force
</powershell>
`;
}

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

/**
 * User data of a desktop: Amazon DCV shows a display and nothing else. The files belong to root, and the image gives
 * people no way to become root.
 */
export function desktopScript(): string {
  return `#!/bin/bash
# Desktop: display only. Holds no secret.
set -euo pipefail
cat > /etc/dcv/default.perm <<'EOF'
[permissions]
%any% deny ${DENIED_DISPLAY_FEATURES.join(" ")}
%owner% allow ${ALLOWED_DISPLAY_FEATURES.join(" ")}
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

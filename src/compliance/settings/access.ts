import { each, type Setting } from "../standing";

/** How people enter, beside what the channels ask. */
export const accessSettings: readonly Setting[] = [
  {
    id: "setting.federated",
    says: "each client VPN asks for a certificate and for the identity provider's word",
    judge: (model) =>
      each(
        model.ofType("aws_ec2_client_vpn_endpoint"),
        (endpoint) => {
          const kinds = endpoint.blocks("authentication_options").map((option) => option.text("type"));
          return kinds.includes("federated-authentication") && kinds.includes("certificate-authentication")
            ? "it asks for a device certificate and for a federated sign-in"
            : undefined;
        },
        "it does not ask for both, a device certificate and a federated sign-in",
      ),
  },
  {
    id: "setting.sessions-end",
    says: "each client VPN ends sessions at a set time",
    judge: (model) =>
      each(
        model.ofType("aws_ec2_client_vpn_endpoint"),
        (endpoint) => {
          const hours = endpoint.text("session_timeout_hours");
          return hours !== undefined && endpoint.truth("disconnect_on_session_timeout") === true
            ? `sessions end after ${hours} hours`
            : undefined;
        },
        "it sets no time at which sessions end",
      ),
  },
];

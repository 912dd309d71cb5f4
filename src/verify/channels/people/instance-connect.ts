import { excludes, present, ruleChannel } from "../../rules";

const SIGNS_IN = "a person who holds the key signs in to machines";

/** Catalogue rows M05 and M16. */
export const instanceConnect = ruleChannel({
  id: "people.instance-connect",
  title: "Tunnels to machines from the internet",
  opens: "an endpoint at which whoever holds a permission opens a tunnel to a machine, from the internet",
  closes: "there is none, no machine takes a key of somebody's, and no chat room runs commands in the account",
  sources: [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html",
    "https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html",
  ],
  way: { from: "a machine of the box", by: "whoever may open a tunnel", to: "a terminal on the internet" },
  rules: {
    aws_chatbot_slack_channel_configuration: present("a chat room reads and runs what its role may"),
    aws_chatbot_teams_channel_configuration: present("a chat room reads and runs what its role may"),
    aws_ec2_instance_connect_endpoint: present("tunnels to machines of its VPC start on the internet"),
    aws_instance: [
      excludes("key_name", SIGNS_IN),
      excludes("get_password_data", "the administrator's password is kept in the state"),
    ],
    aws_launch_template: excludes("key_name", SIGNS_IN),
    aws_key_pair: present(SIGNS_IN),
  },
});

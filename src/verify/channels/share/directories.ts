import { present, ruleChannel } from "../../rules";

/** Catalogue row P15. */
export const directories = ruleChannel({
  id: "share.directories",
  title: "Directories",
  opens: "a directory that another account uses, or that trusts another one",
  closes: "no directory is shared, and none trusts another",
  sources: ["https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_directory_sharing.html"],
  way: { from: "machines that people sign in to", by: "people of the other directory", to: "outside of the project" },
  rules: {
    aws_directory_service_shared_directory: present("another account uses the directory"),
    aws_directory_service_shared_directory_accepter: present("it takes another account's directory"),
    aws_directory_service_trust: present("people of another directory are let in"),
  },
});

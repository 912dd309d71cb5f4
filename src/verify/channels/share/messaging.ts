import { servesProjectOnly } from "../../policy-rule";
import { excludes, forbids, notDecidable, present, requires, ruleChannel, staysWithin } from "../../rules";

/**
 * Whom an alarm tells. It carries its own text and the numbers that were counted: a machine that can bring these about
 * says little by them, and says it to whoever listens.
 */
const alarms = ["alarm_actions", "ok_actions", "insufficient_data_actions"].map((attribute) => staysWithin(attribute));

/** Catalogue rows P01, P03, P04 and P07 to P10. */
export const messaging = ruleChannel({
  id: "share.messaging",
  title: "Messages and events",
  opens: "a topic, bus, schedule or sender that hands what it is given to people, sites or accounts outside",
  closes: "topics are followed by queues and functions of the project only, and every target is the project's",
  sources: [
    "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
  ],
  way: { from: "whatever is published", by: "AWS, as configured", to: "outside of the project" },
  rules: {
    aws_cloudwatch_composite_alarm: alarms,
    aws_cloudwatch_event_api_destination: present("it sends events to a site on the internet"),
    aws_cloudwatch_event_archive: staysWithin("event_source_arn"),
    aws_cloudwatch_event_bus: [
      staysWithin("dead_letter_config.arn"),
      staysWithin("kms_key_identifier"),
      excludes("event_source_name", "it takes a partner's events"),
    ],
    aws_cloudwatch_event_bus_policy: servesProjectOnly(),
    aws_cloudwatch_event_connection: present("it holds what is needed to send to a site on the internet"),
    aws_cloudwatch_event_endpoint: present("it sends events to another region"),
    aws_cloudwatch_event_permission: staysWithin("principal", { absent: "open" }),
    aws_cloudwatch_event_rule: forbids("it matches events; its targets are judged by themselves"),
    aws_cloudwatch_event_target: [
      staysWithin("arn", { absent: "open" }),
      staysWithin("dead_letter_config.arn"),
      excludes("http_target", "it sends to a site"),
    ],
    aws_cloudwatch_metric_alarm: alarms,
    aws_iot_policy: notDecidable("what devices may send and read is not modelled"),
    aws_iot_topic_rule: present("it hands messages on to other services"),
    aws_iot_topic_rule_destination: present("it sends messages to a site"),
    aws_pinpoint_app: present("it sends messages to people"),
    aws_pipes_pipe: [staysWithin("target", { absent: "open" }), staysWithin("enrichment"), staysWithin("source")],
    aws_scheduler_schedule: [
      staysWithin("target.arn", { absent: "open" }),
      staysWithin("target.dead_letter_config.arn"),
      forbids("it starts its target only"),
    ],
    aws_ses_domain_identity: present("it sends mail"),
    aws_ses_email_identity: present("it sends mail"),
    aws_ses_identity_policy: present("it lets others send mail"),
    aws_sesv2_email_identity: present("it sends mail"),
    aws_sesv2_email_identity_policy: present("it lets others send mail"),
    aws_sns_platform_application: present("it sends messages to phones"),
    aws_sns_sms_preferences: present("it sends messages to phones"),
    aws_sns_topic: servesProjectOnly(),
    aws_sns_topic_data_protection_policy: forbids("it can only forbid"),
    aws_sns_topic_policy: servesProjectOnly(),
    aws_sns_topic_subscription: [
      requires("protocol", ["sqs", "lambda", "firehose"], {
        absent: "open",
        why: "it leaves the account",
        to: "whoever subscribed",
      }),
      staysWithin("endpoint", { absent: "open" }),
    ],
    aws_ssmcontacts_contact_channel: present("it calls or writes to people"),
  },
});

import { z } from "zod";

/** Alarms, and whom they tell. */
export const watch = z
  .strictObject({
    topic: z
      .string()
      // Standard topics only: a CloudWatch alarm tells no FIFO topic.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
      .regex(/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, {
        error:
          "expected the ARN of a standard SNS topic of the hospital's, e.g. arn:aws:sns:ap-northeast-2:111111111111:hospital-alarms",
      })
      .describe("SNS topic of the hospital's, made and subscribed to by the hospital."),
    dnsBlocks: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(100)
      .describe("Blocked DNS queries of a box within a quarter of an hour at which an alarm rings."),
  })
  .describe("Alarms on tunnels, DNS, keys, permissions, networks and root users. Default: none.");

/** What a box may cost. */
export const budget = z
  .strictObject({
    monthlyUSD: z.int().min(1).max(10_000_000).describe("US dollars a month, as AWS bills them."),
    action: z
      .enum(["notify", "stop"])
      .default("notify")
      .describe("Tell the topic of watch, or stop the box's desktops and compute machines too."),
  })
  .describe("What the box may cost a month. Default: no limit.");

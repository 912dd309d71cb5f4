import { type PolicyStatement } from "./policy-document";

/**
 * Everything is refused once the day is over, even to sessions that began before: conditions are read at each request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-currenttime
 */
export function nothingAfter(day: string | undefined): PolicyStatement[] {
  return day === undefined
    ? []
    : [
        {
          Sid: "NothingAfterLastDay",
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { DateGreaterThan: { "aws:CurrentTime": `${day}T23:59:59Z` } },
        },
      ];
}

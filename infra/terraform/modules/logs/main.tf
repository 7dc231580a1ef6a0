# A group for each kind of line, and the figures that are counted from them. The lines hold no personal data.

locals {
  groups = {
    api      = "the web processes, a JSON line for each request"
    haproxy  = "HAProxy"
    pipeline = "the worker and the nightly pipeline, a JSON line for each run"
    system   = "the system's journal and the releases"
  }

  # A line's fields: status, duration_ms (the API); event, job, outcome (the worker).
  figures = {
    ApiRequests      = { group = "api", pattern = "{ $.status = * }", value = "1", unit = "Count" }
    ApiErrors        = { group = "api", pattern = "{ $.status >= 500 }", value = "1", unit = "Count" }
    ApiDuration      = { group = "api", pattern = "{ $.duration_ms >= 0 }", value = "$.duration_ms", unit = "Milliseconds" }
    PipelineFinished = { group = "pipeline", pattern = "{ $.event = \"job\" && ($.job = \"inbox\" || $.job = \"pipeline\") && $.outcome = \"finished\" }", value = "1", unit = "Count" }
    PipelineFailed   = { group = "pipeline", pattern = "{ $.event = \"job\" && ($.job = \"inbox\" || $.job = \"pipeline\") && $.outcome = \"failed\" }", value = "1", unit = "Count" }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each          = local.groups
  name              = "/${var.name}/${each.key}"
  retention_in_days = var.retention_days
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each       = local.figures
  name           = each.key
  log_group_name = aws_cloudwatch_log_group.this[each.value.group].name
  pattern        = each.value.pattern

  metric_transformation {
    namespace = var.name
    name      = each.key
    value     = each.value.value
    unit      = each.value.unit
  }
}

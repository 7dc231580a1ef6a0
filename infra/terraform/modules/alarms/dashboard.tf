data "aws_region" "here" {}

locals {
  # One chart for each pair of figures, two in a row.
  charts = [
    { title = "Requests and errors of the API", statistic = "Sum", metrics = [[var.name, "ApiRequests"], [var.name, "ApiErrors"]] },
    { title = "Duration of the API's answers, p95, ms", statistic = "p95", metrics = [[var.name, "ApiDuration"]] },
    { title = "The machine: CPU, memory, disk, %", statistic = "Average", metrics = [
      ["AWS/EC2", "CPUUtilization", "InstanceId", var.instance],
      ["CWAgent", "mem_used_percent", "InstanceId", var.instance],
      ["CWAgent", "disk_used_percent", "InstanceId", var.instance],
    ] },
    { title = "The machine: saved-up CPU credits", statistic = "Minimum", metrics = [["AWS/EC2", "CPUCreditBalance", "InstanceId", var.instance]] },
    { title = "The database: CPU, %, and connections", statistic = "Average", metrics = [
      ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", var.database],
      ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", var.database],
    ] },
    { title = "The database: free storage, bytes", statistic = "Minimum", metrics = [["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", var.database]] },
    { title = "The nightly pipeline", statistic = "Sum", metrics = [[var.name, "PipelineFinished"], [var.name, "PipelineFailed"]] },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for place, chart in local.charts : {
      type   = "metric"
      x      = 12 * (place % 2)
      y      = 6 * floor(place / 2)
      width  = 12
      height = 6
      properties = {
        title   = chart.title
        region  = data.aws_region.here.name
        stat    = chart.statistic
        period  = 300
        metrics = chart.metrics
      }
    }]
  })
}

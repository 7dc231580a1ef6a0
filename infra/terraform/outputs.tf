# What the scripts need. The machine reads its part itself: one parameter, /NAME/settings.

resource "aws_ssm_parameter" "settings" {
  name        = "/${var.name}/settings"
  description = "What the machine needs to know, as JSON; secrets are in /${var.name}/secrets"
  type        = "String"
  value = jsonencode({
    name            = var.name
    region          = var.region
    public_url      = "https://${local.public_name}"
    origin_name     = local.origin
    origin_over_tls = local.over_tls
    zone            = var.zone
    database_host   = module.database.host
    database_name   = module.database.database
    releases_bucket = module.releases.name
    exports_bucket  = module.exports.name
    log_groups      = module.logs.groups
  })
}

locals {
  public_name = coalesce(var.domain, module.delivery.domain_name)
}

output "url" {
  description = "Where the dashboard is."
  value       = "https://${local.public_name}"
}

output "github" {
  description = "The variables of the repository's environment `production`; none is secret."
  value = {
    AWS_REGION       = var.region
    AWS_ROLE         = module.deployer_role.arn
    RELEASES_BUCKET  = module.releases.name
    SITE_BUCKET      = module.site.name
    DISTRIBUTION     = module.delivery.id
    INSTANCE         = module.machine.id
    RELEASE_DOCUMENT = module.release.name
    PUBLIC_URL       = "https://${local.public_name}"
  }
}

output "machine" {
  description = "For Session Manager."
  value       = module.machine.id
}

output "origin_address" {
  description = "The machine's address, which refuses everybody but CloudFront."
  value       = module.machine.address
}

output "database" {
  description = "Where the database is, and where AWS keeps its master password."
  value = {
    host   = module.database.host
    name   = module.database.database
    secret = module.database.master_secret_arn
  }
}

output "alarms" {
  description = "The alarms, as docs/aws/runbooks.md names them."
  value       = module.alarms.names
}

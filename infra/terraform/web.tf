# What the world sees: CloudFront, and its name where there is a domain.

# What the machine sends with every answer (backend/web_policy.py reads the same file).
locals {
  headers = jsondecode(file("${path.root}/../../backend/web_policy.json")).headers
}

# Made by bootstrap.py; CloudFront's configuration, and with it the state, has to hold it.
data "aws_ssm_parameter" "origin_secret" {
  name = "/${var.name}/secrets/origin-secret"
}

module "certificate" {
  source    = "./modules/certificate"
  count     = local.over_tls ? 1 : 0
  providers = { aws = aws.us_east_1 }

  domain = var.domain
  zone   = var.zone
}

module "delivery" {
  source = "./modules/delivery"

  name            = var.name
  site_domain     = "${var.name}-site-${local.account}.s3.${var.region}.amazonaws.com"
  origin          = local.origin
  origin_over_tls = local.over_tls
  origin_secret   = data.aws_ssm_parameter.origin_secret.value
  domain          = var.domain
  certificate     = one(module.certificate[*].arn)
  headers         = local.headers
  emulated        = var.emulated
}

resource "aws_route53_record" "dashboard" {
  for_each = local.over_tls ? toset(["A", "AAAA"]) : toset([])
  zone_id  = var.zone
  name     = var.domain
  type     = each.key

  alias {
    name                   = module.delivery.domain_name
    zone_id                = module.delivery.hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_record" "origin" {
  count   = local.over_tls ? 1 : 0
  zone_id = var.zone
  name    = local.origin
  type    = "A"
  ttl     = 300
  records = [module.machine.address]
}

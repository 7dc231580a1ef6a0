# Three buckets: the dashboard's files, the releases by commit, and exports that somebody asked for.

module "site" {
  source = "./modules/bucket"

  name      = "${var.name}-site-${local.account}"
  protected = var.protected
  readers   = [{ service = "cloudfront.amazonaws.com", source_arn = module.delivery.arn }]
}

module "releases" {
  source = "./modules/bucket"

  name              = "${var.name}-releases-${local.account}"
  protected         = var.protected
  expire_after_days = 180
}

# Personal data: gone after a day, with all earlier versions.
module "exports" {
  source = "./modules/bucket"

  name              = "${var.name}-exports-${local.account}"
  protected         = var.protected
  versioned         = false
  expire_after_days = 1
}

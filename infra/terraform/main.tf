# The whole of it: CloudFront before S3 and one machine, PostgreSQL behind. docs/aws explains it and what it costs.

data "aws_caller_identity" "here" {}

data "aws_availability_zones" "here" {
  state = "available"

  filter {
    name   = "zone-type"
    values = ["availability-zone"]
  }
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

locals {
  account  = data.aws_caller_identity.here.account_id
  over_tls = var.domain != null
  origin   = local.over_tls ? "origin.${var.domain}" : module.machine.public_name
}

module "network" {
  source = "./modules/network"

  name               = var.name
  zones              = slice(sort(data.aws_availability_zones.here.names), 0, 2)
  origin_port        = local.over_tls ? 443 : 80
  origin_prefix_list = data.aws_ec2_managed_prefix_list.cloudfront.id
  ssh_addresses      = var.ssh_addresses
}

module "database" {
  source = "./modules/database"

  name           = var.name
  instance_class = var.database_class
  subnets        = module.network.database_subnets
  security_group = module.network.database_group
  protected      = var.protected
}

module "machine" {
  source = "./modules/machine"

  name           = var.name
  instance_type  = var.instance_type
  image          = var.image
  launch_script  = file("${path.root}/../machine/launch.sh")
  subnet         = module.network.web_subnet
  security_group = module.network.web_group
  role           = module.machine_role.name
  protected      = var.protected
}

module "release" {
  source = "./modules/release"

  name    = "${var.name}-release"
  command = "/opt/sales-dashboard/release"
}

module "logs" {
  source = "./modules/logs"

  name = var.name
}

module "alarms" {
  source = "./modules/alarms"

  name     = var.name
  email    = var.email
  instance = module.machine.id
  database = module.database.identifier
}

module "spending" {
  source    = "./modules/spending"
  providers = { aws = aws.us_east_1 }

  name     = var.name
  email    = var.email
  dollars  = var.dollars
  emulated = var.emulated
}

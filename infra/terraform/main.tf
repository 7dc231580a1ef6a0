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

module "network" {
  source = "./modules/network"

  name               = var.name
  zones              = slice(sort(data.aws_availability_zones.here.names), 0, 2)
  origin_port        = 443
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

# The address of AWS, and of nothing else; who one is comes from the environment (aws sso login), never from a file here.

terraform {
  backend "s3" {} # bucket and region: state.config, which bootstrap.py writes
}

locals {
  tags = {
    Project     = var.name
    Environment = "production"
    ManagedBy   = "terraform"
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

# CloudFront's certificate and the bill are kept there, wherever the shop is.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}

terraform {
  required_version = ">= 1.11" # the S3 backend's own lock file

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

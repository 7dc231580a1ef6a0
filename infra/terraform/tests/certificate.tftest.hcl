# A certificate proven by DNS, so that AWS can renew it without anybody.

mock_provider "aws" {
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
      domain_validation_options = [{
        domain_name           = "sales.example.com"
        resource_record_name  = "_1.sales.example.com."
        resource_record_type  = "CNAME"
        resource_record_value = "_2.acm-validations.aws."
      }]
    }
  }
}

run "proven_by_a_record_in_the_zone" {
  command = apply

  module {
    source = "./modules/certificate"
  }

  variables {
    domain = "sales.example.com"
    zone   = "Z1"
  }

  assert {
    condition     = aws_acm_certificate.this.validation_method == "DNS" && aws_route53_record.proof.zone_id == "Z1"
    error_message = "The proof must be a record in the zone."
  }

  assert {
    condition     = one(aws_route53_record.proof.records) == "_2.acm-validations.aws."
    error_message = "The record must hold what AWS asked for."
  }
}

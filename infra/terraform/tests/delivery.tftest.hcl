# Browsers speak TLS; only the API reaches the machine, with the secret and without a cache.

mock_provider "aws" {}

variables {
  name            = "shop"
  site_domain     = "shop-site.s3.eu-west-1.amazonaws.com"
  origin          = "origin.sales.example.com"
  origin_over_tls = true
  origin_secret   = "0123456789abcdef0123456789abcdef"
  domain          = "sales.example.com"
  certificate     = "arn:aws:acm:us-east-1:123456789012:certificate/1"
  headers = {
    "Content-Security-Policy" = "default-src 'self'"
    "Referrer-Policy"         = "same-origin"
    "X-Content-Type-Options"  = "nosniff"
    "Permissions-Policy"      = "camera=()"
  }
}

run "tls_everywhere_with_a_domain" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].viewer_protocol_policy == "https-only" && aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
    error_message = "Browsers must speak TLS."
  }

  assert {
    condition     = one(flatten([for origin in aws_cloudfront_distribution.this.origin : origin.custom_origin_config[*].origin_protocol_policy])) == "https-only"
    error_message = "With a domain the way to the machine must be TLS, too."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "Old TLS must be refused."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].path_pattern == "/api/*" && aws_cloudfront_distribution.this.ordered_cache_behavior[0].cache_policy_id == local.never_cached
    error_message = "Answers of the API must never be cached for others."
  }

  assert {
    condition     = toset(aws_cloudfront_distribution.this.default_cache_behavior[0].allowed_methods) == toset(["GET", "HEAD"])
    error_message = "The bucket is only read."
  }

  assert {
    condition     = aws_cloudfront_response_headers_policy.this[0].security_headers_config[0].frame_options[0].frame_option == "DENY"
    error_message = "No other page may frame the dashboard."
  }

  assert {
    condition     = { for item in one(aws_cloudfront_response_headers_policy.this[0].custom_headers_config).items : item.header => item.value } == { "Permissions-Policy" = "camera=()" }
    error_message = "Headers without a block of their own must be sent, too."
  }
}

run "without_a_domain_the_way_to_the_machine_is_plain" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    domain          = null
    certificate     = null
    origin_over_tls = false
  }

  assert {
    condition     = one(flatten([for origin in aws_cloudfront_distribution.this.origin : origin.custom_origin_config[*].origin_protocol_policy])) == "http-only"
    error_message = "Without a certificate CloudFront can only speak plain HTTP to the machine."
  }
}

run "a_short_secret_is_refused" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    origin_secret = "guess"
  }

  expect_failures = [var.origin_secret]
}

run "a_policy_that_evaluates_text_is_refused" {
  command = plan

  module {
    source = "./modules/delivery"
  }

  variables {
    headers = {
      "Content-Security-Policy" = "default-src 'self' 'unsafe-eval'"
      "Referrer-Policy"         = "same-origin"
      "X-Content-Type-Options"  = "nosniff"
    }
  }

  expect_failures = [var.headers]
}

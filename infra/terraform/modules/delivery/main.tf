# CloudFront: the dashboard's files from the bucket, everything under /api from the machine.

locals {
  # AWS's own policies; their ids are the same in every account.
  cached         = "658327ea-f89d-4fab-a63d-7e88639e58f6" # CachingOptimized
  never_cached   = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" # CachingDisabled
  all_of_viewers = "216adef6-5c7f-47e4-b989-5492eafa07d3" # AllViewer: the machine sees the name that the browser asked for
  all_methods    = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "${var.name}-site"
  description                       = "CloudFront alone reads the bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_function" "pages" {
  name    = "${var.name}-pages"
  comment = "Every page of the dashboard is index.html"
  runtime = "cloudfront-js-2.0"
  publish = !var.emulated
  code    = file("${path.module}/pages.js")
}

resource "aws_cloudfront_distribution" "this" {
  comment             = var.name
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_100"
  default_root_object = "index.html"
  aliases             = var.domain == null ? [] : [var.domain]

  origin {
    origin_id                = "site"
    domain_name              = var.site_domain
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  origin {
    origin_id   = "api"
    domain_name = var.origin

    custom_header {
      name  = "X-Origin-Secret"
      value = var.origin_secret
    }

    custom_origin_config {
      http_port                = 80
      https_port               = 443
      origin_protocol_policy   = var.origin_over_tls ? "https-only" : "http-only"
      origin_ssl_protocols     = ["TLSv1.2"]
      origin_read_timeout      = 60
      origin_keepalive_timeout = 60
    }
  }

  default_cache_behavior {
    target_origin_id           = "site"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = local.cached
    compress                   = true
    response_headers_policy_id = one(aws_cloudfront_response_headers_policy.this[*].id)

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.pages.arn
    }
  }

  ordered_cache_behavior {
    path_pattern             = "/api/*"
    target_origin_id         = "api"
    viewer_protocol_policy   = "https-only"
    allowed_methods          = local.all_methods
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = local.never_cached
    origin_request_policy_id = local.all_of_viewers
    compress                 = false
  }

  viewer_certificate {
    cloudfront_default_certificate = var.domain == null
    acm_certificate_arn            = var.certificate
    ssl_support_method             = var.domain == null ? null : "sni-only"
    minimum_protocol_version       = var.domain == null ? "TLSv1" : "TLSv1.2_2021"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

# What the machine sends with every answer, for the files, too; and that browsers speak TLS alone.

locals {
  own_blocks = ["Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"] # CloudFront takes them nowhere else
}

resource "aws_cloudfront_response_headers_policy" "this" {
  count = var.emulated ? 0 : 1
  name  = var.name

  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
    }

    content_security_policy {
      content_security_policy = var.headers["Content-Security-Policy"]
      override                = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = var.headers["Referrer-Policy"]
      override        = true
    }
  }

  custom_headers_config {
    dynamic "items" {
      for_each = { for name, value in var.headers : name => value if !contains(local.own_blocks, name) }

      content {
        header   = items.key
        value    = items.value
        override = true
      }
    }
  }
}

# One private, encrypted bucket that answers over TLS alone.

resource "aws_s3_bucket" "this" {
  bucket        = var.name
  force_destroy = !var.protected
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioned ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "broken-off-uploads"
    status = "Enabled"
    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  dynamic "rule" {
    for_each = var.versioned ? [1] : []

    content {
      id     = "earlier-versions"
      status = "Enabled"
      filter {}

      noncurrent_version_expiration {
        noncurrent_days = var.keep_earlier_versions_days
      }
    }
  }

  dynamic "rule" {
    for_each = var.expire_after_days == null ? [] : [1]

    content {
      id     = "expiry"
      status = "Enabled"
      filter {}

      expiration {
        days = var.expire_after_days
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "RefuseWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::${var.name}", "arn:aws:s3:::${var.name}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for reader in var.readers : {
        Sid       = "Read${title(split(".", reader.service)[0])}"
        Effect    = "Allow"
        Principal = { Service = reader.service }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::${var.name}/*"
        Condition = { StringEquals = { "aws:SourceArn" = reader.source_arn } }
      }],
    )
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}
